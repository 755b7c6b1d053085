package dev.missioncontrol.billing.http;

import dev.missioncontrol.billing.id.TenantId;

/**
 * Somebody who is signed in to the application that serves billing.
 *
 * @param tenant whose people they belong to
 * @param manage whether they may change what the tenant has, or only see it
 */
public record SignedIn(TenantId tenant, boolean manage) {}
