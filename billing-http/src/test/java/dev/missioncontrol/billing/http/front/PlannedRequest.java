package dev.missioncontrol.billing.http.front;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Components;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** A request whose body comes as planned, in pairs of what comes and how much; where the plan ends, so does the body. */
final class PlannedRequest extends Request.Wrapper {
    /** Nothing for now: more is there when it is asked again. */
    static final byte WAITS = 1;

    /** The client is gone. */
    private static final byte BREAKS = 2;

    /** The last that comes; anything else is not. */
    private static final byte ENDS = 3;

    private final byte[] plan;
    private final Scheduler scheduler;
    private final ByteArrayOutputStream given = new ByteArrayOutputStream();
    private boolean failed;
    private boolean waits;
    private boolean demanded;
    private int at;

    PlannedRequest(byte[] plan, Scheduler scheduler) {
        super((Request) Proxy.newProxyInstance(
                Request.class.getClassLoader(), new Class<?>[] {Request.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                }));
        this.plan = plan;
        this.scheduler = scheduler;
    }

    /** Nothing is said of it beforehand. */
    @Override
    public long getLength() {
        return -1;
    }

    @Override
    public Content.Chunk read() {
        if (at + 1 >= plan.length) return Content.Chunk.EOF;
        int what = plan[at] & 3;
        byte[] bytes = new byte[plan[at + 1] & 0xff];
        Arrays.fill(bytes, plan[at]);
        at += 2;
        if (what == WAITS) {
            waits = true;
            return null;
        }
        if (what == BREAKS) {
            failed = true;
            return Content.Chunk.from(new EOFException("planned"), true);
        }
        given.writeBytes(bytes);
        return Content.Chunk.from(ByteBuffer.wrap(bytes), what == ENDS);
    }

    /** What a reader of at most so many bytes has to say of it. */
    String expected(int largest) {
        return failed ? "broken" : given.size() > largest ? "too large" : "whole";
    }

    byte[] given() {
        return given.toByteArray();
    }

    /** Whether anything was waited for. */
    boolean waits() {
        return waits;
    }

    /** Whether more was asked for since this was asked. */
    boolean wasDemanded() {
        boolean was = demanded;
        demanded = false;
        return was;
    }

    /** As the server does it: never from within. */
    @Override
    public void demand(Runnable whenThereIsMore) {
        demanded = true;
    }

    @Override
    public Components getComponents() {
        return (Components) Proxy.newProxyInstance(
                Components.class.getClassLoader(),
                new Class<?>[] {Components.class},
                (proxy, method, arguments) -> scheduler);
    }
}
