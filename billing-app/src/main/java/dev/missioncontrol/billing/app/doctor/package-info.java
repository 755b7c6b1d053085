/** Looks at everything that a running product stands on, and says what is wrong with it and what to do. */
@org.jspecify.annotations.NullMarked
package dev.missioncontrol.billing.app.doctor;
