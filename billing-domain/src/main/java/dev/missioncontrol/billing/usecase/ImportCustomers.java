package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.Sha256;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.provider.PaymentProvider;
import dev.missioncontrol.billing.store.BillingTransaction;
import dev.missioncontrol.billing.store.CustomerBinding;
import dev.missioncontrol.billing.store.Jobs;
import dev.missioncontrol.billing.usecase.CustomerPairs.Fault;
import dev.missioncontrol.billing.usecase.CustomerPairs.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Binds the customers that a team had at the provider before it came to us, and fetches their subscriptions. Nothing is
 * bound while anything is wrong when it begins; stopped on the way, it goes on behind the last pair, and a second run changes
 * nothing.
 */
public final class ImportCustomers {
    /** Name of the job that remembers how far a file was imported. */
    static final String JOB = "import";

    private final Transactions transactions;
    private final PaymentProvider provider;
    private final BindCustomer bind;
    private final DiscoverSubscriptions discover;
    private final RefreshTenant refresh;
    private final Duration lease;

    ImportCustomers(
            Transactions transactions,
            PaymentProvider provider,
            BindCustomer bind,
            DiscoverSubscriptions discover,
            RefreshTenant refresh,
            Duration lease) {
        this.transactions = transactions;
        this.provider = provider;
        this.bind = bind;
        this.discover = discover;
        this.refresh = refresh;
        this.lease = lease;
    }

    /**
     * How to import.
     *
     * @param apply whether to bind, or only to check
     * @param ask whether the provider can be asked from here; if not, customers are not checked and nothing is fetched
     * @param word who wants it and why, for the audit, if that is known
     */
    public record Request(boolean apply, boolean ask, Optional<OperatorsWord> word) {
        /** The same on nobody's word. */
        public Request(boolean apply, boolean ask) {
            this(apply, ask, Optional.empty());
        }

        /** To check all pairs, at the provider too, and bind none. */
        public static Request toCheck() {
            return new Request(false, true);
        }

        /** To check all pairs and, if nothing is wrong, bind them and fetch what they have. */
        public static Request toBind() {
            return new Request(true, true);
        }

        /** The same without the provider, which can't be asked from here: customers are not checked, and nothing is fetched. */
        public Request withoutProvider() {
            return new Request(apply, false, word);
        }

        /** The same, and the audit says of each customer that is bound who asked for it and why. */
        public Request because(OperatorsWord word) {
            return new Request(apply, ask, Optional.of(word));
        }
    }

    /** What came of it. */
    public sealed interface Result {
        /** Something is wrong: nothing was bound. */
        record Faulty(List<Fault> faults) implements Result {}

        /** Nothing is wrong, and nothing was bound: so many would be, so many are already. */
        record Checked(int toBind, int boundAlready) implements Result {}

        /** Bound now, bound already before, and what of their subscriptions was fetched or waits for the workers. */
        record Imported(int bound, int boundAlready, int fetched, int waiting) implements Result {}

        /**
         * A pair could not be bound any more when its turn came: so many were bound now, before it, and stay bound; it and those
         * behind it are not. The next call goes on with it.
         */
        record Stopped(int bound, Fault at) implements Result {}

        /** Another import is under way, or took over. */
        record Busy() implements Result {}
    }

    /** @param each told of every pair once it is dealt with */
    Result run(CustomerPairs file, Request request, Consumer<Pair> each, Throttle throttle) {
        Optional<Jobs.Run> run = transactions.run(tx -> tx.jobs().claim(JOB, lease));
        if (run.isEmpty()) return new Result.Busy();
        Import under = new Import(file, request, each, throttle, run.get());
        try {
            return under.run();
        } finally {
            under.finish();
        }
    }

    private final class Import {
        private final CustomerPairs file;
        private final Request request;
        private final Consumer<Pair> each;
        private final Throttle throttle;
        private final Jobs.Run run;
        private final String print;
        private int done;

        Import(CustomerPairs file, Request request, Consumer<Pair> each, Throttle throttle, Jobs.Run run) {
            this.file = file;
            this.request = request;
            this.each = each;
            this.throttle = throttle;
            this.run = run;
            print = fingerprint(file.pairs());
            done = done(run.cursor());
        }

        /** How many pairs of this very file an earlier run dealt with. */
        private int done(String cursor) {
            String[] parts = cursor.split(" ");
            boolean same = parts.length == 2 && parts[0].equals(print) && parts[1].matches("[0-9]{1,9}");
            return same ? Math.min(Integer.parseInt(parts[1]), file.pairs().size()) : 0;
        }

        Result run() {
            List<Fault> faults = new ArrayList<>(file.faults());
            int already = 0;
            for (Pair pair : file.pairs()) {
                Optional<Fault> fault = transactions.run(tx -> stored(tx, pair));
                boolean bound = fault.isEmpty() && transactions.run(tx -> bound(tx, pair));
                if (bound) already++;
                else if (fault.isEmpty() && request.ask()) fault = unknown(pair);
                fault.ifPresent(faults::add);
                if (!hold()) return new Result.Busy();
            }
            if (!faults.isEmpty()) {
                faults.sort((a, b) -> Integer.compare(a.line(), b.line()));
                return new Result.Faulty(List.copyOf(faults));
            }
            int toBind = file.pairs().size() - already;
            return request.apply() ? bindAll(already) : new Result.Checked(toBind, already);
        }

        private Optional<Fault> stored(BillingTransaction tx, Pair pair) {
            Optional<CustomerBinding> taken = tx.accounts()
                    .bindingOf(pair.customer(), provider.name())
                    .filter(binding -> !binding.tenant().equals(pair.tenant()));
            if (taken.isPresent()) return taken(pair, taken.get().tenant());
            boolean deleted = tx.accounts()
                    .tenant(pair.tenant())
                    .filter(tenant -> tenant.deleted().isPresent())
                    .isPresent();
            if (deleted) return deleted(pair);
            return tx.accounts()
                    .customerOf(pair.tenant(), provider.name())
                    .filter(had -> !had.gone() && !had.customer().equals(pair.customer()))
                    .flatMap(had -> another(pair, had.customer()));
        }

        private Optional<Fault> taken(Pair pair, TenantId by) {
            return fault(pair, "the customer " + pair.customer() + " is bound to the tenant " + by);
        }

        private Optional<Fault> deleted(Pair pair) {
            return fault(pair, "the tenant " + pair.tenant() + " was deleted");
        }

        private Optional<Fault> another(Pair pair, CustomerId had) {
            return fault(
                    pair,
                    "the tenant " + pair.tenant() + " is bound to the customer " + had
                            + "; bind it by itself if this one is meant");
        }

        private Optional<Fault> unknown(Pair pair) {
            if (CustomerLookup.exists(pair.customer(), provider, throttle)) return Optional.empty();
            return fault(pair, "the provider does not have the customer " + pair.customer());
        }

        private Optional<Fault> fault(Pair pair, String sentence) {
            return Optional.of(new Fault(pair.line(), sentence));
        }

        private Result bindAll(int already) {
            int bound = 0;
            int fetched = 0;
            int waiting = 0;
            while (done < file.pairs().size()) {
                Pair pair = file.pairs().get(done);
                if (!transactions.run(tx -> bound(tx, pair))) {
                    Optional<Fault> fault = bind(pair);
                    if (fault.isPresent()) return new Result.Stopped(bound, fault.get());
                    bound++;
                }
                if (request.ask()) {
                    throttle.permit();
                    List<SubscriptionId> marked = throttle.retrying(
                            pair.customer().value(), () -> discover.of(pair.tenant(), pair.customer()));
                    RefreshTenant.Refreshed refreshed = refresh.fetched(marked, throttle);
                    fetched += refreshed.settled().size();
                    waiting += refreshed.waiting().size();
                }
                done++;
                if (!hold()) return new Result.Busy();
                each.accept(pair);
            }
            done = 0;
            return new Result.Imported(bound, already, fetched, waiting);
        }

        /** What was checked before is looked at again in the transaction that binds: much may have happened since. */
        private Optional<Fault> bind(Pair pair) {
            String why = ": imported, line " + pair.line()
                    + request.word().map(OperatorsWord::clause).orElse("");
            BindCustomer.Result result = bind.bindUnlessAnother(pair.tenant(), pair.customer(), why);
            if (result instanceof BindCustomer.Result.TakenBy taken) return taken(pair, taken.other());
            if (result instanceof BindCustomer.Result.HasAnother had) return another(pair, had.other());
            return result instanceof BindCustomer.Result.TenantDeleted ? deleted(pair) : Optional.empty();
        }

        private boolean bound(BillingTransaction tx, Pair pair) {
            return tx.accounts()
                    .customerOf(pair.tenant(), provider.name())
                    .filter(had -> !had.gone() && had.customer().equals(pair.customer()))
                    .isPresent();
        }

        private String cursor() {
            return done == 0 ? "" : print + " " + done;
        }

        private boolean hold() {
            throttle.endIfStopped();
            return transactions.run(tx -> tx.jobs().proceed(run, cursor(), lease));
        }

        void finish() {
            transactions.run(tx -> {
                tx.jobs().finish(run, done == 0 ? "done" : "stopped behind " + done, cursor(), Duration.ZERO);
                return null;
            });
        }
    }

    /** Another file, or the same one changed, has another. */
    private static String fingerprint(List<Pair> pairs) {
        StringBuilder all = new StringBuilder();
        for (Pair pair : pairs)
            all.append(pair.tenant()).append(',').append(pair.customer()).append('\n');
        return Sha256.hex(all.toString());
    }
}
