package dev.missioncontrol.billing.http.front;

import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * HTTP/1.1 whose heads have so many fields at most. Jetty bounds their bytes alone, and a field of five bytes takes it a hundred and
 * thirty: a head of 8 KB could take 200 KB, on each connection that is open.
 */
final class BoundedHeads extends HttpConnectionFactory {
    /** Most fields of a head, and of what may come behind a body: browsers and proxies send some forty. */
    static final int MOST_FIELDS = 100;

    BoundedHeads(HttpConfiguration http) {
        super(http);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new Bounded(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    private static final class Bounded extends HttpConnection {
        Bounded(HttpConfiguration http, Connector connector, EndPoint endPoint) {
            super(http, connector, endPoint);
        }

        @Override
        protected RequestHandler newRequestHandler() {
            return new Counting();
        }

        private final class Counting extends RequestHandler {
            private int fields;

            @Override
            public void messageBegin() {
                fields = 0;
                super.messageBegin();
            }

            @Override
            public void parsedHeader(HttpField field) {
                count();
                super.parsedHeader(field);
            }

            @Override
            public void parsedTrailer(HttpField field) {
                count();
                super.parsedTrailer(field);
            }

            private void count() {
                if (++fields > MOST_FIELDS)
                    throw new BadMessageException(
                            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, "more fields than a head may have");
            }
        }
    }
}
