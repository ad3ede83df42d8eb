package dev.gatehouse.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** One moment in the life of the database, in one transaction that changes nothing and keeps nobody from writing. */
final class Snapshot implements AutoCloseable {
    private final Connection connection;
    private final Catalogue catalogue;

    private Snapshot(Connection connection) {
        this.connection = connection;
        this.catalogue = new Catalogue(connection);
    }

    /** Takes the connection over. */
    static Snapshot take(Connection connection) throws SQLException {
        Snapshot snapshot = new Snapshot(connection);
        Sql.spellAlike(connection);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        List<About.Shape> tables = snapshot.catalogue.tables();
        if (!tables.isEmpty()) {
            // Nobody drops or alters them until the end; the lock bothers no reader and no writer.
            Sql.execute(
                    connection,
                    "LOCK TABLE "
                            + tables.stream()
                                    .map(table -> Sql.quoted(table.name()))
                                    .collect(Collectors.joining(", "))
                            + " IN ACCESS SHARE MODE");
        }
        return snapshot;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    /** Returns the number of rows. */
    long copy(About.Shape table, OutputStream out) throws SQLException, IOException {
        CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
        return copies.copyOut(Sql.copyOut(table), out);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
