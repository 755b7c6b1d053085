/** A payment provider and a store without a network: for tests, demos and placeholder mode. */
@NullMarked
package dev.missioncontrol.billing.sandbox;

import org.jspecify.annotations.NullMarked;
