package io.qanat.loadtest.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page of latencies: by percentile, a curve for each rate, and by rate, a curve for each
 * percentile. HTML with SVG in it, and nothing that is loaded from elsewhere. Both axes are
 * logarithmic; percentiles stand by the share that lies above them, so that each nine takes as much
 * room as the one before it.
 */
public final class CurvesPage {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int BOTTOM = 40;
  private static final int TOP = 10;
  private static final int RIGHT = 90;
  private static final double RAREST = 1e-5;
  private static final List<String> PERCENTILES = List.of("p50", "p90", "p99", "p999", "max");

  private record Rate(long perSecond, Latencies latencies, String line) {}

  private record Axis(double low, double high) {
    /** Where a value is, 0 to 1. */
    double at(final double value) {
      return (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
    }
  }

  private final String title;
  private final Map<String, String> settings;
  private final List<Rate> rates = new ArrayList<>();

  /** A page without curves. */
  public CurvesPage(final String title, final Map<String, String> settings) {
    this.title = title;
    this.settings = settings;
  }

  /**
   * Adds what was measured at a rate.
   *
   * @param line for people
   */
  public void add(final long perSecond, final Latencies latencies, final String line) {
    rates.add(new Rate(perSecond, latencies, line));
  }

  /** The page. */
  public String html() {
    final StringBuilder html = new StringBuilder(1 << 14);
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(title))
        .append("</title>\n<style>body{font:14px sans-serif;margin:2em;max-width:60em}")
        .append("svg{background:#fafafa}text{font-size:11px}")
        .append("path{fill:none;stroke-width:1.5}.grid{stroke:#ddd}</style></head><body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n<table>\n");
    settings.forEach(
        (name, value) ->
            html.append("<tr><td>")
                .append(escape(name))
                .append("</td><td>")
                .append(escape(value))
                .append("</td></tr>\n"));
    html.append("</table>\n");
    if (!rates.isEmpty()) {
      html.append("<h2>By percentile, a curve for each rate</h2>\n");
      byPercentile(html);
      html.append("<h2>By rate, a curve for each percentile</h2>\n");
      byRate(html);
    }
    html.append("<h2>Figures</h2>\n<pre>\n")
        .append("rate/s, sent/s, p50, p99, p99.9, max (µs), refused for load\n");
    rates.forEach(rate -> html.append(escape(rate.line())).append('\n'));
    return html.append("</pre>\n</body></html>\n").toString();
  }

  private void byPercentile(final StringBuilder html) {
    // From right to left what is rarer: half of all at the left end.
    final Axis shares = new Axis(0.5, RAREST);
    final Axis micros = microsAxis();
    open(html, micros);
    for (double share = 0.1; share >= RAREST * 0.99; share /= 10) {
      vertical(html, shares.at(share), percent(share));
    }
    for (int i = 0; i < rates.size(); i++) {
      final List<double[]> points = new ArrayList<>();
      for (final Latencies.Point point : rates.get(i).latencies().curve()) {
        final double share = 1 - point.percentile() / 100;
        if (share <= 0.5 && share >= RAREST) {
          points.add(new double[] {shares.at(share), micros.at(Math.max(1, point.micros()))});
        }
      }
      curve(html, points, i, rates.size(), rates.get(i).perSecond() + "/s");
    }
    html.append("</svg>\n");
  }

  /** What lies below when this share lies above. */
  private static String percent(final double share) {
    return BigDecimal.valueOf(100 * (1 - share))
            .round(new MathContext(6))
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  private void byRate(final StringBuilder html) {
    final double first = rates.get(0).perSecond();
    final double last = rates.get(rates.size() - 1).perSecond();
    final Axis perSecond = new Axis(first, last > first ? last : first * 10);
    final Axis micros = microsAxis();
    open(html, micros);
    for (final Rate rate : rates) {
      vertical(html, perSecond.at((double) rate.perSecond()), rate.perSecond() + "/s");
    }
    for (int i = 0; i < PERCENTILES.size(); i++) {
      final List<double[]> points = new ArrayList<>();
      for (final Rate rate : rates) {
        final double value = rate.latencies().micros().get(PERCENTILES.get(i));
        points.add(
            new double[] {perSecond.at((double) rate.perSecond()), micros.at(Math.max(1, value))});
      }
      curve(html, points, i, PERCENTILES.size(), PERCENTILES.get(i));
    }
    html.append("</svg>\n");
  }

  /** Whole powers of ten around everything that was measured. */
  private Axis microsAxis() {
    double low = Double.MAX_VALUE;
    double high = 1;
    for (final Rate rate : rates) {
      low = Math.min(low, rate.latencies().micros().get("p50"));
      high = Math.max(high, rate.latencies().micros().get("max"));
    }
    final double floor = Math.pow(10, Math.floor(Math.log10(Math.max(1, low))));
    return new Axis(floor, Math.max(floor * 10, Math.pow(10, Math.ceil(Math.log10(high)))));
  }

  private static void open(final StringBuilder html, final Axis micros) {
    html.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\">\n",
            WIDTH,
            HEIGHT));
    for (double tick = micros.low(); tick <= micros.high() * 1.01; tick *= 10) {
      final double y = y(micros.at(tick));
      html.append(
          String.format(
              Locale.ROOT,
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>"
                  + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
              LEFT,
              y,
              WIDTH - RIGHT,
              y,
              LEFT - 6,
              y + 4,
              duration(tick)));
    }
  }

  private static String duration(final double micros) {
    if (micros >= 1e6) {
      return String.format(Locale.ROOT, "%.0f s", micros / 1e6);
    }
    return micros >= 1e3
        ? String.format(Locale.ROOT, "%.0f ms", micros / 1e3)
        : String.format(Locale.ROOT, "%.0f µs", micros);
  }

  private static void vertical(final StringBuilder html, final double at, final String label) {
    final double x = x(at);
    html.append(
        String.format(
            Locale.ROOT,
            "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>"
                + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
            x,
            TOP,
            x,
            HEIGHT - BOTTOM,
            x,
            HEIGHT - BOTTOM + 16,
            escape(label)));
  }

  private static void curve(
      final StringBuilder html,
      final List<double[]> points,
      final int number,
      final int of,
      final String label) {
    if (points.isEmpty()) {
      return;
    }
    final String colour = "hsl(" + number * 300 / Math.max(1, of) + ",70%,40%)";
    html.append("<path stroke=\"").append(colour).append("\" d=\"");
    for (int i = 0; i < points.size(); i++) {
      html.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f",
              i == 0 ? "M" : " L",
              x(points.get(i)[0]),
              y(points.get(i)[1])));
    }
    final double[] end = points.get(points.size() - 1);
    html.append(
        String.format(
            Locale.ROOT,
            "\"/><text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>\n",
            x(end[0]) + 5,
            y(end[1]) + 4,
            colour,
            escape(label)));
  }

  private static double x(final double at) {
    return LEFT + at * (WIDTH - LEFT - RIGHT);
  }

  private static double y(final double at) {
    return HEIGHT - BOTTOM - at * (HEIGHT - BOTTOM - TOP);
  }

  private static String escape(final String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
