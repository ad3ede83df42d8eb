package dev.gatehouse.users;

import java.util.Map;
import org.jdbi.v3.sqlobject.config.KeyColumn;
import org.jdbi.v3.sqlobject.config.ValueColumn;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/** What PostgreSQL knows of the texts that accounts are looked for by. */
interface TrigramDao {
    /** The share of rows that have each of the most common trigrams; nothing before the first ANALYZE. */
    @SqlQuery("""
            SELECT e.trigram, e.frequency
              FROM pg_stats_ext_exprs s,
                   unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) AS e (trigram, frequency)
             WHERE s.statistics_schemaname = current_schema() AND s.statistics_name = :statistics
               AND e.trigram IS NOT NULL
            """)
    @KeyColumn("trigram")
    @ValueColumn("frequency")
    Map<String, Double> frequencies(String statistics);
}
