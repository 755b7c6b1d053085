/** A server that speaks Stripe's HTTP protocol on top of the sandbox, for tests and for those who write front ends. */
@NullMarked
package dev.missioncontrol.billing.stripe.wire;

import org.jspecify.annotations.NullMarked;
