/** What the environment says, resolved and checked once, before anything starts. */
@NullMarked
package dev.missioncontrol.billing.app.config;

import org.jspecify.annotations.NullMarked;
