/**
 * API keys as cores keep them: what proves them, until when, from where. Like every core package it
 * sees only the JDK, Agrona's buffers and the codecs.
 */
package io.qanat.apikey.core;
