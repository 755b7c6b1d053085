package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.AccessPolicy;
import dev.missioncontrol.billing.plan.PlanCatalog;
import dev.missioncontrol.billing.provider.PaymentProvider;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What several use cases stand on, wired once; and, out of that, due work and what operators ask for. */
final class Wiring {
    private final UseCases.Parts parts;

    final Transactions transactions;
    final StatusCache statusCache;
    final Consumer<WorkNote> notes;
    final RateLimit rate;
    final Bookkeeping books;
    final Adoption adoption;
    final ApplyEvent apply;
    final EnsureCustomer customers;
    final DiscoverSubscriptions discover;
    final RefreshSubscriptions refresh;
    final Rederive rederive;
    final CompareSides sides;
    final SweepProvider sweep;
    final ChangeDesk desk;

    Wiring(UseCases.Parts parts) {
        this.parts = parts;
        PlanCatalog catalog = parts.catalog();
        PaymentProvider provider = parts.provider();
        BillingSettings settings = parts.settings();
        InstantSource clock = parts.clock();
        TenantCache<ShowStatus.Known> shelf = new TenantCache<>(parts.remembered());
        transactions = new Transactions(parts.store(), shelf::forget);
        statusCache = new StatusCache(parts.remembered(), shelf, transactions, clock, parts.trouble());
        notes = harmless(parts.work(), parts.trouble());
        rate = provider.metered() ? new RateLimit(settings.providerRate()) : RateLimit.NONE;
        Ownership ownership = new Ownership(provider.name(), settings.installation());
        books = new Bookkeeping(catalog, provider, parts.besideNodes(), parts.ids(), shelf::forget);
        adoption = new Adoption(ownership, books);
        apply = new ApplyEvent(catalog, provider, ownership, books, adoption);
        customers = new EnsureCustomer(
                transactions, provider, books, adoption, settings.installation(), clock, parts.trouble());
        discover = new DiscoverSubscriptions(transactions, catalog, provider, ownership, books, adoption, clock);
        refresh = new RefreshSubscriptions(
                transactions,
                catalog,
                provider,
                ownership,
                books,
                adoption,
                clock,
                settings.lease(),
                new WatchDuplicates(provider, catalog, parts.changes().duplicates(), parts.trouble()),
                notes);
        rederive = new Rederive(transactions, catalog, books, clock);
        sides = new CompareSides(transactions, provider, books, discover, rederive, clock);
        sweep = new SweepProvider(transactions, provider, books, customers, sides, settings, clock, notes);
        desk = new ChangeDesk(transactions, catalog, provider, books, refresh, clock, parts.ids());
    }

    DoDueWork dueWork(ChangeSubscription change) {
        PlanCatalog catalog = parts.catalog();
        InstantSource clock = parts.clock();
        Duration lease = parts.settings().lease();
        return new DoDueWork(
                refresh,
                new RetryEvents(transactions, apply, books, parts.reader(), clock, notes),
                new LookForOwners(transactions, adoption, clock),
                rederive,
                sweep,
                new PurgeInbox(transactions, parts.settings().retention(), lease, clock),
                new CountTenants(transactions, catalog, clock, lease),
                new SampleTraffic(transactions, clock, lease),
                new DeliverEvents(transactions, parts.handlers(), parts.trouble(), lease, clock),
                new ApplySeats(transactions, desk, catalog, change, parts.provider(), parts.changes(), lease, notes),
                rate,
                statusCache,
                clock,
                notes);
    }

    Operations operations(ShowStatus status, BindCustomer bind) {
        PaymentProvider provider = parts.provider();
        InstantSource clock = parts.clock();
        Duration lease = parts.settings().lease();
        AccessPolicy access = parts.settings().access();
        RefreshTenant refreshTenant = new RefreshTenant(transactions, provider, books, discover, refresh, clock);
        CompareTenant oneTenant = new CompareTenant(transactions, provider, discover, sides, clock);
        EndAtProvider ends = new EndAtProvider(transactions, provider);
        return new Operations(
                transactions,
                rate,
                clock,
                new Operations.Parts(
                        new ExplainTenant(transactions, parts.catalog(), provider, status, access, clock),
                        new VerifyAudit(transactions),
                        new Reconcile(transactions, sides, oneTenant, sweep, refresh, rate, lease, clock),
                        new ReplayEvent(transactions, apply, books, parts.reader(), clock),
                        refreshTenant,
                        new BindByOperator(provider, bind, discover, refreshTenant),
                        new ImportCustomers(transactions, provider, bind, discover, refreshTenant, lease),
                        new ShowOverview(transactions, clock),
                        new FindTenants(transactions, provider.name()),
                        new ExportTenant(transactions),
                        new EraseTenant(transactions, provider, books, refreshTenant, ends, clock),
                        new EndNow(transactions, provider, books, refreshTenant, ends, clock)));
    }

    /** A listener that throws undoes nothing that is committed: what it throws is told as trouble. */
    private static Consumer<WorkNote> harmless(Consumer<WorkNote> work, Consumer<RuntimeException> trouble) {
        return note -> {
            try {
                work.accept(note);
            } catch (RuntimeException theirs) {
                trouble.accept(theirs);
            }
        };
    }
}
