/** Billing over HTTP: the API, the billing page, and the sandbox's stand-in pages. */
@NullMarked
package dev.missioncontrol.billing.http;

import org.jspecify.annotations.NullMarked;
