/** What a tenant has: pure functions from what the provider said to plan, seats, status and access. */
@NullMarked
package dev.missioncontrol.billing.account;

import org.jspecify.annotations.NullMarked;
