/** The operator's console, as pure functions of what was found: no web framework, no clock, no session. In English. */
@NullMarked
package dev.missioncontrol.billing.http.console;

import org.jspecify.annotations.NullMarked;
