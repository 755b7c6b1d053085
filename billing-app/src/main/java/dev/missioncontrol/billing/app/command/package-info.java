/** What can be typed: {@code java -jar billing.jar COMMAND}. */
@NullMarked
package dev.missioncontrol.billing.app.command;

import org.jspecify.annotations.NullMarked;
