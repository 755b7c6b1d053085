/** What operators see: figures for Prometheus, and lines of JSON for whoever collects logs. */
@NullMarked
package dev.missioncontrol.billing.app.observe;

import org.jspecify.annotations.NullMarked;
