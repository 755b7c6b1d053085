package dev.missioncontrol.billing.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How a recurring job stands.
 *
 * @param name which job
 * @param lastRun when a run of it last ended, by the store's clock, whether it was through or not
 * @param done when it was last through with all it had to do
 * @param result what the last run said; empty before the first
 */
public record JobState(String name, Optional<Instant> lastRun, Optional<Instant> done, String result) {}
