package dev.missioncontrol.billing.plan;

import dev.missioncontrol.billing.id.PriceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Reads drafts into plans and collects everything that is wrong with them. */
final class CatalogCheck {
    /** Most plans of one catalogue: a page can't show more, and every lookup stays in memory. */
    static final int MOST_PLANS = 50;

    /** Longest key, alias or name in characters. */
    static final int LONGEST_NAME = 64;

    /** Longest trial in days that Stripe accepts. */
    static final int LONGEST_TRIAL_DAYS = 730;

    /** Largest amount that Stripe charges at once: eight digits of a minor unit. */
    static final long LARGEST_AMOUNT = 99_999_999;

    /** Most limits of one plan: each is in every answer of what a tenant may use. */
    static final int MOST_LIMITS = 100;

    private final List<PlanDraft> drafts;
    private final Map<String, String> aliases;
    private final List<CatalogFault> faults = new ArrayList<>();
    private final Map<String, String> ownerOfName = new HashMap<>();
    private final Map<String, String> ownerOfPrice = new HashMap<>();
    private final Map<Long, String> ownerOfRank = new HashMap<>();

    CatalogCheck(List<PlanDraft> drafts, Map<String, String> aliases) {
        this.drafts = drafts;
        this.aliases = aliases;
    }

    List<Plan> plansOrThrow() {
        if (drafts.isEmpty()) fault("plans", "is empty; a catalogue needs a free plan and at least one to sell");
        if (drafts.size() > MOST_PLANS) fault("plans", "has " + drafts.size() + " plans; at most " + MOST_PLANS);
        for (int i = 0; i < drafts.size(); i++) claimKey(where(i), drafts.get(i));
        Map<String, Set<String>> aliasesOfKey = aliasesByKey();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < drafts.size(); i++) {
            PlanDraft draft = drafts.get(i);
            plans.add(read(where(i), draft, aliasesOfKey.getOrDefault(draft.key, Set.of())));
        }
        checkFree();
        if (!faults.isEmpty()) throw new InvalidCatalogException(faults);
        return plans;
    }

    private String where(int index) {
        return "plans[" + index + "] \"" + drafts.get(index).key + "\"";
    }

    private void claimKey(String where, PlanDraft draft) {
        if (!isName(draft.key))
            fault(where + ".key", "must be 1 to " + LONGEST_NAME + " of a-z, 0-9, _ and -, starting with a letter");
        claim(ownerOfName, draft.key, where, where + ".key", "the name");
    }

    private Map<String, Set<String>> aliasesByKey() {
        Map<String, Set<String>> found = new HashMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            for (String alias : drafts.get(i).aliases) {
                claimAlias(where(i), where(i) + ".aliases", alias, drafts.get(i).key, found);
            }
        }
        Set<String> keys = new LinkedHashSet<>();
        drafts.forEach(draft -> keys.add(draft.key));
        aliases.forEach((alias, key) -> {
            String where = "aliases.\"" + alias + "\"";
            if (!keys.contains(key))
                fault(where, "stands for the plan \"" + key + "\", which does not exist; plans are " + keys);
            else claimAlias(where, where, alias, key, found);
        });
        return found;
    }

    private void claimAlias(String owner, String where, String alias, String key, Map<String, Set<String>> found) {
        String name = alias.toLowerCase(Locale.ROOT);
        if (!isName(name)) {
            fault(where, "has \"" + alias + "\"; an alias is 1 to " + LONGEST_NAME + " of a-z, 0-9, _ and -");
        } else if (claim(ownerOfName, name, owner, where, "the name")) {
            found.computeIfAbsent(key, k -> new LinkedHashSet<>()).add(name);
        }
    }

    private Plan read(String where, PlanDraft draft, Set<String> aliasesOfPlan) {
        if (draft.rank < 0 || draft.rank > Integer.MAX_VALUE)
            fault(where + ".rank", "is " + draft.rank + "; ranks count from 0");
        else claim(ownerOfRank, draft.rank, where, where + ".rank", "the rank");
        if (draft.trialDays < 0 || draft.trialDays > LONGEST_TRIAL_DAYS)
            fault(where + ".trialDays", "is " + draft.trialDays + "; 0 to " + LONGEST_TRIAL_DAYS);
        String name = draft.name == null ? capitalised(draft.key) : draft.name.strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME)
            fault(where + ".name", "must be 1 to " + LONGEST_NAME + " characters");
        if (draft.features.stream().anyMatch(String::isBlank)) fault(where + ".features", "has a blank entry");
        return new Plan(
                draft.key,
                (int) draft.rank,
                name,
                Set.copyOf(aliasesOfPlan),
                seats(where, draft),
                prices(where, draft),
                List.copyOf(draft.features),
                limits(where, draft),
                retiredPrices(where, draft),
                draft.retired,
                (int) draft.trialDays);
    }

    private SeatPolicy seats(String where, PlanDraft draft) {
        boolean fine = true;
        if (draft.seatsMin < 1) fine = fault(where + ".seats.min", "is " + draft.seatsMin + "; at least 1");
        if (draft.seatsMax > SeatPolicy.MOST)
            fine = fault(where + ".seats.max", "is " + draft.seatsMax + "; at most " + SeatPolicy.MOST);
        if (draft.seatsMin > draft.seatsMax)
            fine = fault(where + ".seats", "has min " + draft.seatsMin + " over max " + draft.seatsMax);
        return fine ? new SeatPolicy((int) draft.seatsMin, (int) draft.seatsMax) : SeatPolicy.SINGLE;
    }

    private Map<BillingInterval, Price> prices(String where, PlanDraft draft) {
        Map<BillingInterval, Price> prices = new EnumMap<>(BillingInterval.class);
        for (PlanDraft.DraftPrice price : draft.prices) {
            String at = where + ".prices." + price.interval();
            var interval = BillingInterval.of(price.interval());
            boolean fine = true;
            if (interval.isEmpty()) fine = fault(at, "is not an interval; month or year");
            if (price.amount() < 0 || price.amount() > LARGEST_AMOUNT)
                fine = fault(at + ".amount", "is " + price.amount() + "; 0 to " + LARGEST_AMOUNT + " minor units");
            if (!Money.isCurrency(price.currency()))
                fine = fault(
                        at + ".currency", "is \"" + price.currency() + "\"; three lower-case letters, for example usd");
            fine &= claimPrice(where, at + ".id", price.id());
            if (!fine) continue;
            Money amount = new Money(price.amount(), price.currency());
            if (prices.put(interval.orElseThrow(), new Price(new PriceId(price.id()), amount)) != null)
                fault(at, "is given twice");
        }
        return Map.copyOf(prices);
    }

    /** All that plans of this catalogue name, so that every plan answers the same names: what it does not name it has none of. */
    private Map<String, Limit> limits(String where, PlanDraft draft) {
        Map<String, Limit> limits = new TreeMap<>();
        drafts.forEach(any -> any.limits.forEach(limit -> limits.put(limit.name(), Limit.NONE)));
        if (limits.size() > MOST_LIMITS)
            fault(where + ".limits", "makes " + limits.size() + " names; at most " + MOST_LIMITS);
        Set<String> named = new LinkedHashSet<>();
        for (PlanDraft.DraftLimit limit : draft.limits) {
            String at = where + ".limits." + limit.name();
            if (!isName(limit.name()))
                fault(at, "must be named by 1 to " + LONGEST_NAME + " of a-z, 0-9, _ and -, starting with a letter");
            else if (!named.add(limit.name())) fault(at, "is given twice");
            else if (limit.most().isPresent() && !Limit.inRange(limit.most().getAsLong()))
                fault(at, "is " + limit.most().getAsLong() + "; 0 to " + Limit.LARGEST + ", or null for no limit");
            else limits.put(limit.name(), new Limit(limit.most()));
        }
        return Collections.unmodifiableMap(limits);
    }

    private Set<PriceId> retiredPrices(String where, PlanDraft draft) {
        Set<PriceId> retired = new LinkedHashSet<>();
        for (String id : draft.retiredPrices) {
            if (claimPrice(where, where + ".retiredPrices", id)) retired.add(new PriceId(id));
        }
        return Set.copyOf(retired);
    }

    private boolean claimPrice(String owner, String where, String id) {
        try {
            new PriceId(id);
        } catch (IllegalArgumentException e) {
            return fault(where, Objects.requireNonNullElse(e.getMessage(), "is not an id of a price"));
        }
        return claim(ownerOfPrice, id, owner, where, "the price");
    }

    private void checkFree() {
        List<PlanDraft> free = drafts.stream()
                .filter(draft -> draft.prices.isEmpty() && draft.retiredPrices.isEmpty())
                .toList();
        if (drafts.isEmpty()) return;
        if (free.isEmpty())
            fault("plans", "has no free plan (one without prices): what has a tenant that does not pay?");
        if (free.size() > 1)
            fault(
                    "plans",
                    "has " + free.size() + " plans without a price ("
                            + String.join(", ", free.stream().map(d -> d.key).toList())
                            + "); exactly one is the free plan, give the others prices");
        if (free.size() == 1) {
            PlanDraft one = free.get(0);
            if (one.retired) fault("plans \"" + one.key + "\".retired", "the free plan can't be retired");
            if (drafts.stream().anyMatch(draft -> draft.rank < one.rank))
                fault("plans \"" + one.key + "\".rank", "the free plan must have the lowest rank");
        }
    }

    private <K> boolean claim(Map<K, String> owners, K key, String owner, String where, String what) {
        String before = owners.putIfAbsent(key, owner);
        return before == null || fault(where, what + " \"" + key + "\" is already taken by " + before);
    }

    private boolean fault(String where, String what) {
        faults.add(new CatalogFault(where, what));
        return false;
    }

    private static boolean isName(String name) {
        if (name == null || name.isEmpty() || name.length() > LONGEST_NAME) return false;
        if (name.charAt(0) < 'a' || name.charAt(0) > 'z') return false;
        return name.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-');
    }

    private static String capitalised(String key) {
        return key == null || key.isEmpty() ? "" : key.substring(0, 1).toUpperCase(Locale.ROOT) + key.substring(1);
    }
}
