package dev.gatehouse.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jdbi.v3.core.Jdbi;

/**
 * The schema that this jar needs and how far the database is from it.
 *
 * <p>Asking costs one query; Liquibase itself, slow to wake up, runs only when something is pending.
 */
public final class Schema {
    static final String MIGRATIONS = "migrations.xml";

    private final Jdbi jdbi;
    private final DatabaseEndpoint endpoint;
    private final PoolConfig pool;
    private final List<String> changeSets;

    public Schema(Jdbi jdbi, DatabaseEndpoint endpoint, PoolConfig pool) {
        this.jdbi = jdbi;
        this.endpoint = endpoint;
        this.pool = pool;
        this.changeSets = readChangeSets();
    }

    /** Change sets of this jar that the database has not seen, in the order in which they will run. */
    public List<String> pending() {
        Set<String> ran = jdbi.withHandle(handle -> {
            boolean everMigrated = handle.createQuery("SELECT to_regclass('databasechangelog') IS NOT NULL")
                    .mapTo(Boolean.class)
                    .one();
            return everMigrated
                    ? new HashSet<>(handle.createQuery("SELECT id FROM databasechangelog")
                            .mapTo(String.class)
                            .list())
                    : Set.<String>of();
        });
        return changeSets.stream().filter(id -> !ran.contains(id)).toList();
    }

    /** Runs what is pending; replicas that start together wait for each other on Liquibase's lock. */
    public void migrate() {
        try (Connection connection = endpoint.connect(pool.unboundedProperties("-migration"))) {
            liquibase.database.Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            Scope.child(Scope.Attr.ui, new LoggerUIService(), () -> {
                Liquibase liquibase = new Liquibase(MIGRATIONS, new ClassLoaderResourceAccessor(), database);
                liquibase.setShowSummary(UpdateSummaryEnum.OFF);
                liquibase.update("");
            });
        } catch (LiquibaseException e) {
            throw new IllegalStateException("The migration of the database failed: " + e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("The database could not be migrated", e);
        }
    }

    private static List<String> readChangeSets() {
        XMLInputFactory factory = XMLInputFactory.newInstance();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        List<String> ids = new ArrayList<>();
        try (InputStream in = Schema.class.getClassLoader().getResourceAsStream(MIGRATIONS)) {
            XMLStreamReader reader = factory.createXMLStreamReader(in);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("changeSet")) {
                    ids.add(reader.getAttributeValue(null, "id"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (XMLStreamException e) {
            throw new IllegalStateException(MIGRATIONS + " inside the jar is not XML", e);
        }
        return List.copyOf(ids);
    }
}
