package dev.missioncontrol.billing.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Many clients that begin a request and never end it, or never take its answer, driven by one thread. */
final class SlowClients implements AutoCloseable {
    /** How often each of them drips. */
    private static final long DRIP_EVERY_MS = 500;

    /**
     * A way of being slow.
     *
     * @param begin sent at once
     * @param drip sent ever again; nothing for one that stalls
     * @param takes bytes of an answer that are read each time; all that is there if negative
     */
    record Kind(String name, String begin, String drip, int takes) {
        Kind(String name, String begin, String drip) {
            this(name, begin, drip, -1);
        }

        boolean reads() {
            return takes < 0;
        }
    }

    /** As small a window as the system gives to one who is slow to read, in bytes. */
    private static final int WINDOW = 1024;

    private final long began = System.nanoTime();
    private final Selector selector;
    private final Thread thread;
    private volatile boolean over;
    private volatile int open;

    SlowClients(int port, List<Kind> kinds, int each) {
        try {
            selector = Selector.open();
            for (int i = 0; i < each; i++) for (Kind kind : kinds) connect(port, kind);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open = each * kinds.size();
        thread = new Thread(this::run, "slow clients");
        thread.start();
    }

    /** How many the server has not yet let go. */
    int open() {
        return open;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private void connect(int port, Kind kind) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (!kind.reads()) channel.setOption(StandardSocketOptions.SO_RCVBUF, WINDOW);
        channel.connect(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
        channel.write(bytes(kind.begin()));
        channel.register(selector, kind.reads() ? SelectionKey.OP_READ : 0, kind);
    }

    private void run() {
        try {
            while (!over && open > 0) {
                selector.select(this::heard, DRIP_EVERY_MS);
                for (SelectionKey key : selector.keys()) if (key.isValid()) drip(key);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void heard(SelectionKey key) {
        try {
            if (((SocketChannel) key.channel()).read(ByteBuffer.allocate(4 * 1024)) < 0) gone(key);
        } catch (IOException e) {
            gone(key);
        }
    }

    private void drip(SelectionKey key) {
        Kind kind = (Kind) key.attachment();
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            channel.write(bytes(kind.drip()));
            if (kind.takes() > 0 && channel.read(ByteBuffer.allocate(kind.takes())) < 0) gone(key);
        } catch (IOException e) {
            gone(key);
        }
    }

    private void gone(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        open--;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() {
        over = true;
        selector.wakeup();
        try {
            thread.join();
            for (SelectionKey key : selector.keys()) key.channel().close();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
