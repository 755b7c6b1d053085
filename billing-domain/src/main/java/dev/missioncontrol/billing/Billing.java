package dev.missioncontrol.billing;

import dev.missioncontrol.billing.account.Entitlements;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.InvoiceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.Money;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.EventReader;
import dev.missioncontrol.billing.provider.InvoicePage;
import dev.missioncontrol.billing.provider.PaymentDetails;
import dev.missioncontrol.billing.provider.PaymentMethod;
import dev.missioncontrol.billing.provider.PortalRequest.PortalFlow;
import dev.missioncontrol.billing.provider.ProviderEvent;
import dev.missioncontrol.billing.provider.SubscriptionChange.Timing;
import dev.missioncontrol.billing.store.StoreException;
import dev.missioncontrol.billing.usecase.BillingSettings;
import dev.missioncontrol.billing.usecase.BindCustomer;
import dev.missioncontrol.billing.usecase.Change;
import dev.missioncontrol.billing.usecase.ChangeOutcome;
import dev.missioncontrol.billing.usecase.Checkout;
import dev.missioncontrol.billing.usecase.Conditions;
import dev.missioncontrol.billing.usecase.DoDueWork;
import dev.missioncontrol.billing.usecase.EventReceiver;
import dev.missioncontrol.billing.usecase.FoldEvents;
import dev.missioncontrol.billing.usecase.OpenMatters;
import dev.missioncontrol.billing.usecase.Operations;
import dev.missioncontrol.billing.usecase.Planned;
import dev.missioncontrol.billing.usecase.Preview;
import dev.missioncontrol.billing.usecase.PromotionCodes;
import dev.missioncontrol.billing.usecase.Redirect;
import dev.missioncontrol.billing.usecase.Rejection;
import dev.missioncontrol.billing.usecase.RelayEvents;
import dev.missioncontrol.billing.usecase.SeatPush;
import dev.missioncontrol.billing.usecase.ShowHistory;
import dev.missioncontrol.billing.usecase.SignInBrowsers;
import dev.missioncontrol.billing.usecase.StatusCacheFigures;
import dev.missioncontrol.billing.usecase.SyncTenant;
import dev.missioncontrol.billing.usecase.TenantStatus;
import dev.missioncontrol.billing.usecase.UseCases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Subscription billing for the tenants of one application: the one object that an embedder holds. Safe for many threads;
 * two of them in one process know nothing of each other. It starts no thread.
 */
public final class Billing {
    private final PlanCatalog catalog;
    private final BillingSettings settings;
    private final WebhookDesk webhooks;
    private final UseCases useCases;
    private final Consumer<RuntimeException> trouble;
    private final InstantSource clock;

    Billing(
            PlanCatalog catalog,
            BillingSettings settings,
            EventReader reader,
            UseCases useCases,
            Consumer<RuntimeException> trouble,
            InstantSource clock) {
        this.catalog = catalog;
        this.settings = settings;
        webhooks = new WebhookDesk(reader, useCases.acceptEvent(), trouble);
        this.useCases = useCases;
        this.trouble = trouble;
        this.clock = clock;
    }

    /** Starts putting one together; a catalogue, a provider and a store are needed. */
    public static BillingBuilder builder() {
        return new BillingBuilder();
    }

    /** What is sold. */
    public PlanCatalog catalog() {
        return catalog;
    }

    /** What time it is for billing: the clock that access and grace are counted by. */
    public Instant now() {
        return clock.instant();
    }

    /** What was set. */
    public BillingSettings settings() {
        return settings;
    }

    /**
     * A page of the provider to pay on, or why there is none.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not make it
     * @throws StoreException if the store is away
     */
    public Redirect startCheckout(TenantId tenant, Checkout wanted) {
        return startCheckout(tenant, wanted, OptionalLong.empty());
    }

    /**
     * The same for a tenant of whose seats whoever asks says how many are in use, beside {@link BillingBuilder#seatUsage}: the larger number
     * counts. Of a plan that is sold by the seat as many are sold where {@code wanted} says none, and fewer to nobody.
     *
     * @param inUse 0 or more; empty if it is not known
     */
    public Redirect startCheckout(TenantId tenant, Checkout wanted, OptionalLong inUse) {
        return useCases.startCheckout().start(tenant, wanted, inUse);
    }

    /**
     * The provider's page to manage payment and subscription, or why there is none.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not make it
     * @throws StoreException if the store is away
     */
    public Redirect openPortal(TenantId tenant) {
        return openPortal(tenant, Optional.empty(), Optional.empty());
    }

    /** The same, opened at one of its pages. */
    public Redirect openPortal(TenantId tenant, PortalFlow flow) {
        return openPortal(tenant, Optional.of(flow), Optional.empty());
    }

    /**
     * The same, in a language.
     *
     * @param flow the page to open at; the overview if absent, and where it is about a subscription and there is none
     * @param locale a language tag as {@link Checkout#locale} takes it; the browser's language if absent
     */
    public Redirect openPortal(TenantId tenant, Optional<PortalFlow> flow, Optional<String> locale) {
        return useCases.openPortal().open(tenant, flow, locale);
    }

    /**
     * Whether that page can be opened: not before the tenant has a customer at the provider that is known here. Who was sold something
     * in the provider's dashboard may have a subscription without one, until its customer is bound ({@link #bind}). Asks only the store.
     *
     * @throws StoreException if the store is away
     */
    public boolean mayOpenPortal(TenantId tenant) {
        return useCases.openPortal().possible(tenant);
    }

    /**
     * What a change of plan, interval or seats would come to; changes nothing.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not calculate it
     * @throws StoreException if the store is away
     */
    public Preview previewChange(TenantId tenant, Change wanted) {
        return useCases.changeSubscription().preview(tenant, wanted);
    }

    /**
     * Changes plan, interval or seats: what is worth more at once and only once it is paid, what is worth less with the next
     * period. Who asks for what there is now, while something else is planned, is told so.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if it could not be made, or may have been: the same
     *     request may be made again under its key
     * @throws StoreException if the store is away
     */
    public ChangeOutcome change(TenantId tenant, Change wanted, Conditions conditions) {
        return useCases.changeSubscription().apply(tenant, wanted, conditions);
    }

    /** The same, whatever the tenant has by now. */
    public ChangeOutcome change(TenantId tenant, Change wanted) {
        return change(tenant, wanted, Conditions.NONE);
    }

    /**
     * Ends the tenant's subscription, with its period or, where that is allowed, at once.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException as with {@link #change}
     * @throws StoreException if the store is away
     */
    public ChangeOutcome cancel(TenantId tenant, Timing when, Conditions conditions) {
        return useCases.cancelSubscription().cancel(tenant, when, conditions);
    }

    /** Whether tenants may end what they have at once, and not only with its period. */
    public boolean mayCancelNow() {
        return useCases.cancelSubscription().nowAllowed();
    }

    /** Ends the tenant's subscription with its period. */
    public ChangeOutcome cancel(TenantId tenant) {
        return cancel(tenant, Timing.PERIOD_END, Conditions.NONE);
    }

    /**
     * Goes on with the tenant's subscription: takes back its end, a planned change, a pause.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException as with {@link #change}
     * @throws StoreException if the store is away
     */
    public ChangeOutcome resume(TenantId tenant, Conditions conditions) {
        return useCases.resumeSubscription().resume(tenant, conditions);
    }

    /** The same, whatever the tenant has by now. */
    public ChangeOutcome resume(TenantId tenant) {
        return resume(tenant, Conditions.NONE);
    }

    /**
     * The tenant's invoices, newest first.
     *
     * @param after those after this one, from the newest if absent
     * @param limit taken to be 1 to 100
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not be asked
     * @throws StoreException if the store is away
     */
    public InvoicePage invoices(TenantId tenant, Optional<InvoiceId> after, int limit) {
        return useCases.listInvoices().list(tenant, after, limit);
    }

    /** What the tenant pays with. Asks the provider, and throws as {@link #invoices} does. */
    public Optional<PaymentMethod> paymentMethod(TenantId tenant) {
        return paymentDetails(tenant).method();
    }

    /**
     * What the tenant pays with, where its invoices go, and what it is given off them. Asks the provider, and throws as
     * {@link #invoices} does.
     */
    public PaymentDetails paymentDetails(TenantId tenant) {
        return useCases.askProvider().paymentDetails(tenant);
    }

    /**
     * Sends the tenant's invoices to another address from now on.
     *
     * @param typed as a person wrote it
     * @return why not; nothing if it was done
     * @throws dev.missioncontrol.billing.provider.ProviderException if the provider could not be asked
     * @throws StoreException if the store is away
     */
    public Optional<Rejection> changeBillingEmail(TenantId tenant, String typed) {
        return useCases.changeBillingEmail().change(tenant, typed);
    }

    /** What the tenant would get for a code. Asks the provider, and throws as {@link #invoices} does. */
    public PromotionCodes.Checked promotionCode(TenantId tenant, String typed) {
        return useCases.promotionCodes().check(tenant, typed);
    }

    /** What the tenant's subscription is going to become. Asks the provider, and throws as {@link #invoices} does. */
    public Optional<Planned> plannedChange(TenantId tenant) {
        return useCases.askProvider().planned(tenant);
    }

    /**
     * Says how many seats the tenant needs from now on, as its users come and go. The newest number counts, and the workers
     * make it: at most one change in a window, within the plan's policy, never below the seats in use, more of them paid at
     * once and fewer from the next period on. Of a subscription that is going to end fewer wait; while another plan or interval is
     * scheduled, or something is owed, all numbers do.
     *
     * @param seats 0 to 999,999
     * @throws StoreException if the store is away
     */
    public SeatPush pushSeats(TenantId tenant, long seats) {
        return useCases.pushSeats().push(tenant, seats);
    }

    /** How many seats the tenant uses, if somebody counts them and can be asked: by {@link BillingBuilder#seatUsage}. */
    public OptionalLong seatsInUse(TenantId tenant) {
        return seatsInUse(tenant, OptionalLong.empty());
    }

    /**
     * How many seats the tenant uses, by the host's word and by that of whoever asks: the larger number of both.
     *
     * @param said by whoever asks, which the host has signed; the answer where nobody counts them, or can't be asked
     */
    public OptionalLong seatsInUse(TenantId tenant, OptionalLong said) {
        return useCases.changeSubscription().inUse(tenant, said);
    }

    /**
     * What the tenant has now. Asks only the store, and not even that where statuses are remembered
     * ({@link BillingBuilder#rememberStatuses}).
     *
     * @throws StoreException if the store is away
     */
    public TenantStatus status(TenantId tenant) {
        return useCases.showStatus().status(tenant);
    }

    /**
     * The same without waiting for the store where it is being asked already: all who come meanwhile share its next answer, which is
     * asked for on a thread of {@code turns}. So the store must answer the same on every thread, whoever it is asked about: not where a
     * DataSource goes by what is bound to the calling thread.
     *
     * @param turns never the calling thread; runs what asks for several tenants at once, and all that is to be done with the answer
     * @return fails with a {@link StoreException} if the store is away, or does not answer in time
     */
    public CompletableFuture<TenantStatus> status(TenantId tenant, Executor turns) {
        return useCases.showStatus().status(tenant, turns);
    }

    /**
     * What of the tenant waits for somebody: a first payment, a second subscription. Asks only the store.
     *
     * @throws StoreException if the store is away
     */
    public OpenMatters openMatters(TenantId tenant) {
        return useCases.showOpenMatters().of(tenant);
    }

    /**
     * What the tenant pays with each renewal by the catalogue, before discounts and tax; absent without a subscription, and
     * where it keeps a price that is no longer sold: its amount only the provider knows. Asks only the store.
     *
     * @throws StoreException if the store is away
     */
    public Optional<Money> recurring(TenantId tenant) {
        return useCases.showRecurring().of(tenant);
    }

    /**
     * What the tenant may use now, with access and grace applied.
     *
     * @throws StoreException if the store is away
     */
    public Entitlements entitlements(TenantId tenant) {
        return useCases.showStatus().entitlements(tenant);
    }

    /** The header that carries the signature of what comes to the webhook. */
    public String signatureHeader() {
        return webhooks.signatureHeader();
    }

    /**
     * Takes what came to the webhook: the bytes exactly as they came, and the provider's signature header if there was one.
     * Never throws because of its input.
     */
    public WebhookAnswer accept(byte[] body, @Nullable String signature) {
        return webhooks.accept(body, signature);
    }

    /**
     * The same without waiting for the store: the thread that calls reads the event and goes, and all that are brought at the
     * same time are stored together.
     *
     * @param turns runs what stores a group of events, and all that it took on: twice {@link FoldEvents#MOST_GROUPS} threads are
     *     enough, one that stores and one that tells for each
     * @return ends within {@link FoldEvents#LONGEST_WAIT} and does not fail because of its input
     */
    public CompletableFuture<WebhookAnswer> accept(byte[] body, @Nullable String signature, Executor turns) {
        return webhooks.accept(body, signature, turns);
    }

    /**
     * As {@link #accept(byte[], String)}, for what came without a signature, read by another reader than that of this billing. Who calls it
     * answers for what that one believes.
     */
    public WebhookAnswer accept(EventReader unsigned, byte[] body) {
        return webhooks.accept(unsigned, body);
    }

    /** The same for an event that is authentic already. */
    public CompletableFuture<WebhookAnswer> accept(ProviderEvent event, Executor turns) {
        return webhooks.accept(event, turns);
    }

    /** Takes an event that is authentic already. */
    public WebhookAnswer accept(ProviderEvent event) {
        return webhooks.accept(event);
    }

    /**
     * Asks the provider about this tenant now, unless it was asked a moment ago: on return from checkout or portal. What the provider
     * refuses for good is told to {@link BillingBuilder#onTrouble}.
     *
     * @throws StoreException if the store is away
     */
    public SyncTenant.Result sync(TenantId tenant) {
        return useCases.syncTenant().sync(tenant);
    }

    /**
     * Binds a customer that the provider had before us.
     *
     * @throws dev.missioncontrol.billing.provider.ProviderException if its subscriptions could not be asked for; it is bound
     * @throws StoreException if the store is away
     */
    public BindCustomer.Result bind(TenantId tenant, CustomerId customer) {
        return useCases.bindCustomer().bind(tenant, customer);
    }

    /**
     * What changed for the tenant, newest first, in words that it may read itself.
     *
     * @param before what an earlier page said; absent for the newest
     * @throws StoreException if the store is away
     */
    public ShowHistory.History history(TenantId tenant, OptionalLong before) {
        return useCases.showHistory().history(tenant, before);
    }

    /**
     * Tells another application what it does not know yet, if it is this node's turn and time to: call it again and again.
     *
     * @throws StoreException if the store is away; nothing is lost
     */
    public RelayEvents.Done relay(EventReceiver receiver) {
        return useCases.relayEvents().relay(receiver);
    }

    /** What remembering statuses was good for so far; nothing but misses where none are. */
    public StatusCacheFigures statusCache() {
        return useCases.statusCacheFigures();
    }

    /** Signs browsers in to the page and the console, for all nodes: what the routes of {@code billing-http} need. */
    public SignInBrowsers signInBrowsers() {
        return useCases.signInBrowsers();
    }

    /**
     * Tells whoever listens for trouble ({@link BillingBuilder#onTrouble}) of something that nobody else is told of: what is served
     * over HTTP shows a person a page that holds none of it. Throws nothing.
     */
    public void report(RuntimeException fault) {
        trouble.accept(fault);
    }

    /** What operators ask for: why a tenant has what it has, comparing, mending, binding, verifying. */
    public Operations operations() {
        return useCases.operations();
    }

    /**
     * Does what is due behind the scenes, until nothing is: for hosts with a job scheduler of their own.
     *
     * @return how many things were done
     * @throws StoreException if the store is away; nothing is lost
     */
    public int runDue() {
        return useCases.doDueWork().run();
    }

    /**
     * Does what is due behind the scenes from time to time, until closed, on the host's timer and executor: one run at a time, which has
     * some calls to the provider made on other threads of the executor where it has some free.
     */
    public Workers startWorkers(ScheduledExecutorService timer, Executor executor) {
        return startWorkers(timer, executor, executor);
    }

    /**
     * The same with another executor for calls to the provider.
     *
     * @param calls runs up to nine at once beside the one that a run waits for, and makes events readable between two runs; it may
     *     refuse any
     */
    public Workers startWorkers(ScheduledExecutorService timer, Executor executor, Executor calls) {
        DoDueWork due = useCases.doDueWork();
        return new Workers(
                timer,
                executor,
                settings.refreshInterval(),
                goOn -> due.run(goOn, calls),
                due::untilPermit,
                new Workers.Publishing(due::publishes, due::publish),
                calls,
                trouble);
    }
}
