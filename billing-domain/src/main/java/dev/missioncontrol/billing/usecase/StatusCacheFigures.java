package dev.missioncontrol.billing.usecase;

/**
 * What a node's memory of what tenants have was good for, since the node started.
 *
 * @param hits answers without asking the store
 * @param misses answers for which the store was asked
 * @param evictions tenants that made room for others
 * @param failedLooks looks at the log of changes that failed
 * @param size tenants remembered now
 */
public record StatusCacheFigures(long hits, long misses, long evictions, long failedLooks, long size) {}
