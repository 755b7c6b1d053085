package dev.missioncontrol.billing.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a listener is told. */
final class RecordedAnswers implements RequestListener {
    final List<Answered> answered = new CopyOnWriteArrayList<>();
    final List<String> taken = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<Integer> unseen = new CopyOnWriteArrayList<>();

    @Override
    public void answered(Answered answer) {
        answered.add(answer);
    }

    @Override
    public void refusedUnseen(int status) {
        unseen.add(status);
    }

    @Override
    public void webhookTaken(String outcome) {
        taken.add(outcome);
    }

    @Override
    public void webhookRefused(String reason) {
        refused.add(reason);
    }
}
