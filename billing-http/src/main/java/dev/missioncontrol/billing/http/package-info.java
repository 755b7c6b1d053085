/** Billing over HTTP: the API, the billing page, the operators' console and listener, and the sandbox's stand-in pages. */
@NullMarked
package dev.missioncontrol.billing.http;

import org.jspecify.annotations.NullMarked;
