package dev.gatehouse.sessions;

/** Makes one kind of statement fail as it does when the disk is full. */
final class Fault {
    private Fault() {}

    static void whileNothingFitsInto(String table, Evidence evidence, Runnable work) {
        evidence.change("""
                CREATE FUNCTION no_space_left() RETURNS trigger LANGUAGE plpgsql
                AS $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$
                """);
        evidence.change(
                "CREATE TRIGGER fault BEFORE INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION no_space_left()");
        try {
            work.run();
        } finally {
            evidence.change("DROP TRIGGER fault ON " + table);
            evidence.change("DROP FUNCTION no_space_left()");
        }
    }
}
