"use strict";

// Renders /openapi.json: operations by tag with their parameters, bodies, answers and examples, a form to try
// each, and the schemas. Everything is made with createElement and textContent, so nothing of the document runs.

const byId = (id) => document.getElementById(id);

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "class") {
      element.className = value;
    } else if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value);
    }
  }
  for (const child of children) {
    if (child !== null && child !== undefined) {
      element.append(child);
    }
  }
  return element;
}

function resolve(doc, node) {
  if (!node || !node.$ref) {
    return node;
  }
  const target = node.$ref.slice(2).split("/").reduce((at, part) => at[part], doc);
  return resolve(doc, target);
}

function typeOf(schema) {
  if (!schema) {
    return "";
  }
  if (schema.$ref) {
    return schema.$ref.split("/").pop();
  }
  if (schema.enum) {
    return schema.enum.join(" | ");
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.type === "array") {
    return "list of " + typeOf(schema.items);
  }
  const parts = (schema.allOf || schema.oneOf || []).map(typeOf).filter((part) => part);
  if (parts.length) {
    return parts.join(schema.allOf ? " & " : " | ");
  }
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || "";
  return schema.pattern ? type + " " + schema.pattern : type;
}

function schemaTable(schema) {
  const table = make("table", {});
  const required = schema.required || [];
  for (const [name, property] of Object.entries(schema.properties || {})) {
    table.append(make("tr", {},
      make("td", {}, make("code", {}, name), required.includes(name) ? make("span", {class: "required"}, " *") : ""),
      make("td", {}, make("code", {}, typeOf(property))),
      make("td", {}, property.description || "")));
  }
  return table;
}

function examplesOf(content) {
  if (content.example !== undefined) {
    return [["example", content.example]];
  }
  return Object.entries(content.examples || {}).map(([name, example]) => [name, example.value]);
}

function pretty(value) {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function responses(doc, operation) {
  const box = make("div", {}, make("h4", {}, "Answers"));
  for (const [status, reference] of Object.entries(operation.responses)) {
    const response = resolve(doc, reference);
    const details = make("details", {}, make("summary", {}, make("b", {}, status), " " + response.description));
    for (const [type, content] of Object.entries(response.content || {})) {
      details.append(make("p", {}, make("code", {}, type + " " + typeOf(content.schema))));
      for (const [, value] of examplesOf(content)) {
        details.append(make("pre", {}, pretty(value)));
      }
    }
    const headers = Object.keys(response.headers || {});
    if (headers.length) {
      details.append(make("p", {}, "Headers: " + headers.join(", ")));
    }
    box.append(details);
  }
  return box;
}

function tryIt(doc, path, method, operation, parameters) {
  const inputs = parameters.map((parameter) => {
    const input = make("input", {size: 40});
    if (parameter.required && parameter.example !== undefined) {
      input.value = parameter.example;
    }
    return [parameter, input];
  });
  const body = operation.requestBody ? resolve(doc, operation.requestBody).content["application/json"] : null;
  const area = body ? make("textarea", {spellcheck: "false"}) : null;
  if (area) {
    area.value = pretty(examplesOf(body)[0][1]);
  }
  const output = make("pre", {}, "");
  const send = async () => {
    const headers = {};
    const query = new URLSearchParams();
    let target = path;
    for (const [parameter, input] of inputs) {
      if (parameter.in === "path") {
        target = target.replace("{" + parameter.name + "}", encodeURIComponent(input.value));
      } else if (input.value !== "" && parameter.in === "query") {
        query.set(parameter.name, input.value);
      } else if (input.value !== "") {
        headers[parameter.name] = input.value;
      }
    }
    if (byId("token").value) {
      headers.Authorization = "Bearer " + byId("token").value;
    }
    if (area) {
      headers["Content-Type"] = "application/json";
    }
    const suffix = query.toString() ? "?" + query : "";
    output.textContent = "…";
    try {
      const answer = await fetch(target + suffix, {method, headers, body: area ? area.value : undefined});
      const text = await answer.text();
      let shown = text;
      if ((answer.headers.get("Content-Type") || "").includes("json")) {
        shown = JSON.stringify(JSON.parse(text), null, 2);
      }
      output.textContent = answer.status + " " + answer.statusText + "\n" + shown;
    } catch (error) {
      output.textContent = String(error);
    }
  };
  const form = make("details", {}, make("summary", {}, "Try it"));
  for (const [parameter, input] of inputs) {
    form.append(make("p", {}, make("label", {}, parameter.name + " ", input)));
  }
  if (area) {
    form.append(area);
  }
  form.append(make("p", {}, make("button", {type: "button", onclick: send}, "Send")), output);
  return form;
}

function operationBox(doc, path, method, operation) {
  const verb = method.toUpperCase();
  const parameters = (operation.parameters || []).map((parameter) => resolve(doc, parameter));
  const details = make("details", {id: operation.operationId},
    make("summary", {}, make("span", {class: "method " + verb}, verb), make("code", {}, path),
      " " + operation.summary));
  if (operation.description) {
    details.append(make("p", {}, operation.description));
  }
  if (parameters.length) {
    const table = make("table", {});
    for (const parameter of parameters) {
      table.append(make("tr", {},
        make("td", {}, make("code", {}, parameter.name), parameter.required ? make("span", {class: "required"}, " *") : ""),
        make("td", {}, parameter.in), make("td", {}, make("code", {}, typeOf(parameter.schema))),
        make("td", {}, parameter.description || "")));
    }
    details.append(make("h4", {}, "Parameters"), table);
  }
  if (operation.requestBody) {
    const content = operation.requestBody.content["application/json"];
    details.append(make("h4", {}, "Body"), make("p", {}, make("code", {}, typeOf(content.schema))));
    details.append(schemaTable(resolve(doc, content.schema)));
    for (const [, value] of examplesOf(content)) {
      details.append(make("pre", {}, pretty(value)));
    }
  }
  details.append(responses(doc, operation), tryIt(doc, path, verb, operation, parameters));
  return details;
}

function open() {
  const element = byId(location.hash.slice(1));
  if (element && element.tagName === "DETAILS") {
    element.open = true;
    element.scrollIntoView();
  }
}

async function render() {
  const doc = await (await fetch("/openapi.json")).json();
  byId("title").textContent = doc.info.title + " " + doc.info.version;
  byId("summary").textContent = doc.info.summary;
  for (const paragraph of doc.info.description.split("\n\n")) {
    byId("description").append(make("p", {}, paragraph.replaceAll("**", "").replaceAll("`", "")));
  }
  const toc = make("ul", {});
  byId("toc").append(toc);
  for (const tag of doc.tags) {
    const section = make("section", {}, make("h2", {}, tag.name), make("p", {}, tag.description || ""));
    for (const [path, methods] of Object.entries(doc.paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags && operation.tags[0] === tag.name) {
          section.append(operationBox(doc, path, method, operation));
          toc.append(make("li", {}, make("a", {href: "#" + operation.operationId}, operation.summary)));
        }
      }
    }
    byId("operations").append(section);
  }
  for (const [name, schema] of Object.entries(doc.components.schemas)) {
    byId("schemas").append(make("details", {}, make("summary", {}, make("code", {}, name)),
      make("p", {}, schema.description || ""), make("p", {}, make("code", {}, typeOf(schema))), schemaTable(schema)));
  }
  window.addEventListener("hashchange", open);
  open();
}

render();
