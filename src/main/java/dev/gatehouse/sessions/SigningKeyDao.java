package dev.gatehouse.sessions;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Statements on signing_keys. Rows are added and read, never changed. */
interface SigningKeyDao {
    @SqlQuery("""
            SELECT kid, algorithm, public_jwk, sealed_private, created_at, signs_from
              FROM signing_keys
             ORDER BY signs_from, created_at, kid
            """)
    @RegisterConstructorMapper(SigningKeyRow.class)
    List<SigningKeyRow> all();

    @SqlUpdate("""
            INSERT INTO signing_keys (kid, algorithm, public_jwk, sealed_private, created_at, signs_from)
            VALUES (:kid, :algorithm, :publicJwk, :sealedPrivate, :createdAt, :signsFrom)
            """)
    void insert(@BindMethods SigningKeyRow row);
}
