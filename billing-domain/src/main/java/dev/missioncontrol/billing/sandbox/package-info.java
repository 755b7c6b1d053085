/**
 * A payment provider and a store without a network: for tests, demos and placeholder mode. They share no class. {@code SandboxPaymentProvider}
 * with {@code Sandbox*} and {@code Hosted*} behaves as Stripe does: {@code SandboxPort} is what is asked of it, {@code SandboxEngine} what time
 * does. {@code InMemoryBillingStore} with {@code InMemory*} is the store.
 */
@NullMarked
package dev.missioncontrol.billing.sandbox;

import org.jspecify.annotations.NullMarked;
