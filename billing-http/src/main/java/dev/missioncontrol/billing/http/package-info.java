/**
 * Billing over HTTP. {@code ApiRoutes}, {@code ChangeRoutes}, {@code PaymentRoutes} and {@code OperatorRoutes} are the API; {@code PageRoutes},
 * {@code ChangePages}, {@code RedirectPages} and {@code PartRoutes} are the billing page's forms, which answer with what {@code pages} draws;
 * {@code Console*} are the operators' console, {@code SandboxRoutes} the sandbox's stand-in pages. {@code Identity} says who asks,
 * {@code ProviderCalls} how often the provider may be asked for them, {@code Failures} what is answered where something fails.
 */
@NullMarked
package dev.missioncontrol.billing.http;

import org.jspecify.annotations.NullMarked;
