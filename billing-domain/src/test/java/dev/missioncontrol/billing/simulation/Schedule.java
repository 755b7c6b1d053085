package dev.missioncontrol.billing.simulation;

import java.util.ArrayList;
import java.util.List;

/** What a seed means: a list of steps, begun by a purchase, so that there is something to go wrong. */
final class Schedule {
    private static final int FEWEST = 8;
    private static final int SPREAD = 20;
    private static final int MOST_DURING = 4;
    private static final List<Step.Kind> MEANWHILE = List.of(
            Step.Kind.CHANGE,
            Step.Kind.CHANGE,
            Step.Kind.DELIVER,
            Step.Kind.DELIVER,
            Step.Kind.DELIVER,
            Step.Kind.PASS,
            Step.Kind.WAIT,
            Step.Kind.WORK);
    private static final int ANY = 1_000;

    /** Within a second, mostly: events of the same second are what is hard. */
    private static final int MOST_PASS_MS = 700;

    private static final int MOST_WAIT_MINUTES = 60;

    private Schedule() {}

    static List<Step> of(long seed) {
        Dice dice = new Dice(seed);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(Step.Kind.CHECKOUT, 0, 0, dice.below(ANY), List.of()));
        steps.add(new Step(Step.Kind.PAY, 0, dice.below(ANY), 0, List.of()));
        int length = FEWEST + dice.below(SPREAD);
        for (int i = 0; i < length; i++) steps.add(step(dice, true));
        if (dice.oneIn(2)) steps.addAll(finale(dice));
        return steps;
    }

    /** Nothing comes after it that would make good what goes wrong in it. */
    private static List<Step> finale(Dice dice) {
        int which = dice.below(ANY);
        int pass = dice.below(2 * MOST_PASS_MS);
        Step change = new Step(Step.Kind.CHANGE, which, dice.below(ANY), dice.below(ANY), List.of());
        Step again = new Step(Step.Kind.CHANGE, which, dice.below(ANY), dice.below(ANY), List.of());
        Step deliver = new Step(Step.Kind.DELIVER, 0, dice.below(ANY), 1, List.of());
        List<Step> during = List.of(pass(0), pass(0), pass(0), pass(pass), again, deliver);
        return List.of(
                new Step(Step.Kind.CALM, 0, 0, 0, List.of()),
                pass(dice.below(MOST_PASS_MS)),
                change,
                deliver,
                new Step(Step.Kind.WORK, dice.below(ANY), 0, 0, during));
    }

    private static Step pass(int ms) {
        return new Step(Step.Kind.PASS, ms, 0, 0, List.of());
    }

    /** What hurts a fetch that is under way: a change, its event, another node's fetch after the lease has ended. */
    private static Step meanwhile(Dice dice) {
        Step.Kind kind = MEANWHILE.get(dice.below(MEANWHILE.size()));
        int a = kind == Step.Kind.WAIT ? 2 : dice.below(ANY);
        return new Step(kind, a, dice.below(ANY), dice.below(ANY), List.of());
    }

    private static Step step(Dice dice, boolean mayNest) {
        int draw = dice.below(Step.WEIGHTS);
        Step.Kind kind = Step.Kind.CHANGE;
        for (Step.Kind one : Step.Kind.values()) {
            draw -= one.weight;
            if (draw < 0) {
                kind = one;
                break;
            }
        }
        int a = dice.below(ANY);
        if (kind == Step.Kind.PASS) a = dice.below(MOST_PASS_MS);
        if (kind == Step.Kind.WAIT) a = 1 + dice.below(MOST_WAIT_MINUTES);
        List<Step> during = new ArrayList<>();
        boolean fetches = kind == Step.Kind.WORK || kind == Step.Kind.SYNC;
        if (mayNest && fetches && !dice.oneIn(3)) {
            int nested = 1 + dice.below(MOST_DURING);
            for (int i = 0; i < nested; i++) during.add(dice.oneIn(3) ? step(dice, false) : meanwhile(dice));
        }
        return new Step(kind, a, dice.below(ANY), dice.below(ANY), during);
    }
}
