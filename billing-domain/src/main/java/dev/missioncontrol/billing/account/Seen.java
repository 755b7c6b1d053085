package dev.missioncontrol.billing.account;

import java.time.Instant;

/**
 * Something a provider said, and when by its own clock. The newest one is kept, whatever the order of arrival.
 *
 * @param value what was said
 * @param at the provider's clock, in seconds
 */
public record Seen<T>(T value, Instant at) {}
