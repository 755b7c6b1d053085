/**
 * Speaks to Stripe: verifies and reads its events in every API version, makes its calls, and writes events in its shape.
 * Nothing in here decides what a tenant has.
 */
@NullMarked
package dev.missioncontrol.billing.stripe;

import org.jspecify.annotations.NullMarked;
