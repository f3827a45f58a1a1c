package io.ws402.chaos.schedule;

/** Where in a history a fault happens: the n-th thing that is done in a step. */
public record FaultPoint(int step, int position) {}
