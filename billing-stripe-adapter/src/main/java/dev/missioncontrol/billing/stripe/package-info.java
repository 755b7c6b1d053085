/**
 * Speaks to Stripe: verifies and reads its events in every API version, makes its calls, and writes events in its shape.
 * Nothing in here decides what a tenant has. {@code *Calls} ask, {@code *Reader} read, {@code *Writer} write; {@code StripeCalls} over
 * {@code SteadyCalls} (rate, circuit, second tries) is the only way out.
 */
@NullMarked
package dev.missioncontrol.billing.stripe;

import org.jspecify.annotations.NullMarked;
