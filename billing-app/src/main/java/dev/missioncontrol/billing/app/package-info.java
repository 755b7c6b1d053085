/** Wiring, configuration and commands: the only place that knows all modules. */
@NullMarked
package dev.missioncontrol.billing.app;

import org.jspecify.annotations.NullMarked;
