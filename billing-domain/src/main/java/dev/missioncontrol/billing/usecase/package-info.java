/**
 * What people and workers ask for. Public classes named as verbs are asked; the others are what they are made of. Where each rule of billing
 * is, with its tests: {@code docs/architecture.md}. By what one looks for:
 *
 * <ul>
 *   <li><b>Buying.</b> {@code StartCheckout} asks {@code CheckoutTerms} what is bought, {@code ReserveCheckout} whether it may be,
 *       {@code AskBeforeSelling} whether it was sold elsewhere, {@code EnsureCustomer} for whom. {@code SupersededCheckout} and
 *       {@code BegunCheckout} are the pages that were there before.
 *   <li><b>Changing.</b> {@code ChangeSubscription}, {@code CancelSubscription} and {@code ResumeSubscription} go through {@code ChangeDesk};
 *       {@code ChangeTerms} says what may be changed and when, {@code RejectedChange} why not, {@code LostPlans} what gave way.
 *   <li><b>Seats.</b> {@code PushSeats} takes a number, {@code SeatTarget} says what it comes to, {@code ApplySeats} makes it,
 *       {@code SeatsInUse} forbids fewer.
 *   <li><b>Events on their way in.</b> {@code FoldEvents} gathers what arrives together, {@code AcceptEvent} stores it, {@code ApplyEvent} decides
 *       about one, {@code RetryEvents} tries again; {@code Ownership} and {@code Adoption} say whose it is.
 *   <li><b>Fetching and comparing.</b> {@code RefreshSubscriptions} claims and asks, {@code SettleFetched} writes; {@code SweepProvider} and
 *       {@code Reconcile} go over {@code CompareSides}; {@code DiscoverSubscriptions} lists a customer's.
 *   <li><b>Asking.</b> {@code ShowStatus} over {@code StatusCache} and {@code FoldReads}; {@code ShowHistory}, {@code ShowOpenMatters},
 *       {@code ListInvoices}, {@code AskProvider}.
 *   <li><b>Telling applications.</b> {@code DeliverEvents}, and {@code RelayEvents} with {@code RelayState}.
 *   <li><b>Operators.</b> {@code Operations} is the door; {@code ExplainTenant}, {@code BindByOperator}, {@code ImportCustomers},
 *       {@code EraseTenant}, {@code EndNow}, {@code VerifyAudit}.
 *   <li><b>Under all of them.</b> {@code Transactions} (again where two meet), {@code Bookkeeping} (state, audit row and event in one),
 *       {@code Throttle}, {@code RateLimit}, {@code PermitTurns}, {@code Backoff}. {@code DoDueWork} is a worker's round; {@code UseCases} and {@code Wiring} put
 *       all of it together.
 * </ul>
 */
@NullMarked
package dev.missioncontrol.billing.usecase;

import org.jspecify.annotations.NullMarked;
