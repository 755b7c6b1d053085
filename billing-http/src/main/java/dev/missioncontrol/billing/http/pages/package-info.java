/** The pages, as pure functions of a view: no web framework, no clock, no session. Everything is escaped by default. */
@NullMarked
package dev.missioncontrol.billing.http.pages;

import org.jspecify.annotations.NullMarked;
