/** What must be remembered: the port that a database adapter implements. */
@NullMarked
package dev.missioncontrol.billing.store;

import org.jspecify.annotations.NullMarked;
