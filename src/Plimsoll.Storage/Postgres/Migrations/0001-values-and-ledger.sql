-- Values, the ledger by weeks, the sums that outlive it, and the one function that commits.
-- Instants are nanoseconds since 1970-01-01T00:00:00Z; amounts are millionths of a credit and of a US dollar.

CREATE TABLE plimsoll.value (
    key text COLLATE "C" PRIMARY KEY,
    version bigint NOT NULL,
    bytes bytea NOT NULL
) WITH (fillfactor = 50); -- A new version stays on its page, and touches no index.

-- Never reset: a version that was seen once never comes back, so a key that was removed and made again differs.
CREATE SEQUENCE plimsoll.version;

-- One row for each commit that a store can have under way: its last turn and how that ended. Whoever lost the answer
-- asks again with the same turn, waits on the row until the first try has ended, and is told or served exactly once.
CREATE TABLE plimsoll.slot (
    id uuid PRIMARY KEY,
    turn bigint NOT NULL,
    at timestamptz NOT NULL,
    version bigint,
    conflicts int[], -- Places in the batch, so that no name of anybody stays here.
    fresh boolean[]
) WITH (fillfactor = 50);

-- Requests that the ledger knows. Apart from the entries, because an index of entries can only reach over one week,
-- and because the latest of them stay known when their entries go.
CREATE TABLE plimsoll.request (
    id uuid PRIMARY KEY,
    at bigint NOT NULL,
    place bigint GENERATED ALWAYS AS IDENTITY
);

CREATE TABLE plimsoll.entry (
    request uuid NOT NULL,
    at bigint NOT NULL,
    scope text COLLATE "C" NOT NULL,
    class text COLLATE "C" NOT NULL,
    pool text COLLATE "C" NOT NULL,
    plan text COLLATE "C" NOT NULL,
    lane smallint NOT NULL,
    input bigint NOT NULL,
    cache_write bigint NOT NULL,
    cache_write_long bigint NOT NULL,
    cache_read bigint NOT NULL,
    output bigint NOT NULL,
    credits bigint NOT NULL,
    usd bigint NOT NULL,
    estimated boolean NOT NULL,
    cut_off boolean NOT NULL
) PARTITION BY RANGE (at);

CREATE INDEX entry_at ON plimsoll.entry (at, request);

-- Weeks that have a table of entries. They begin on Mondays, 00:00 UTC; week 0 with 29 December 1969.
CREATE TABLE plimsoll.week (
    number bigint PRIMARY KEY,
    first bigint NOT NULL,
    last bigint NOT NULL,
    name text NOT NULL
);

CREATE FUNCTION plimsoll.week_of(at bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT floor((at + 259200000000000::numeric) / 604800000000000)::bigint
$$;

-- Attaching lets commits to other weeks go on; making the table as a partition would stop them.
CREATE FUNCTION plimsoll.add_week(week bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    begins numeric := week * 604800000000000::numeric - 259200000000000;
    first bigint := greatest(begins, -9223372036854775808);
    last bigint := least(begins + 604799999999999, 9223372036854775807);
    name text := 'entry_' || CASE WHEN week < 0 THEN 'before_' ELSE '' END || abs(week);
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('plimsoll.add_week', 0));
    INSERT INTO plimsoll.week VALUES (week, first, last, name) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        EXECUTE format('CREATE TABLE plimsoll.%I (LIKE plimsoll.entry INCLUDING ALL)', name);
        EXECUTE format(
            'ALTER TABLE plimsoll.entry ATTACH PARTITION plimsoll.%I FOR VALUES FROM (%s) TO (%s)', name, first,
            CASE WHEN last = 9223372036854775807 THEN 'MAXVALUE' ELSE (last + 1)::text END);
    END IF;
END
$$;

-- What was used by hour, kept when the entries go.
CREATE TABLE plimsoll.usage (
    hour bigint NOT NULL,
    organization text COLLATE "C" NOT NULL,
    class text COLLATE "C" NOT NULL,
    pool text COLLATE "C" NOT NULL,
    plan text COLLATE "C" NOT NULL,
    requests bigint NOT NULL,
    input bigint NOT NULL,
    cache_write bigint NOT NULL,
    cache_write_long bigint NOT NULL,
    cache_read bigint NOT NULL,
    output bigint NOT NULL,
    credits bigint NOT NULL,
    usd bigint NOT NULL,
    estimated bigint NOT NULL,
    cut_off bigint NOT NULL,
    PRIMARY KEY (hour, organization, class, pool, plan)
);

CREATE FUNCTION plimsoll.hour_of(at bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT at - at % 3600000000000 - CASE WHEN at % 3600000000000 < 0 THEN 3600000000000 ELSE 0 END
$$;

CREATE FUNCTION plimsoll.organization_of(scope text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT split_part(scope, '/', 1)
$$;

-- The sums of entries from one instant to another, the last one included.
CREATE FUNCTION plimsoll.sums_of(since bigint, until bigint) RETURNS SETOF plimsoll.usage LANGUAGE sql STABLE AS $$
    SELECT plimsoll.hour_of(at), plimsoll.organization_of(scope), class, pool, plan, count(*),
        sum(input)::bigint, sum(cache_write)::bigint, sum(cache_write_long)::bigint, sum(cache_read)::bigint,
        sum(output)::bigint, sum(credits)::bigint, sum(usd)::bigint,
        count(*) FILTER (WHERE estimated), count(*) FILTER (WHERE cut_off)
    FROM plimsoll.entry WHERE at BETWEEN since AND until GROUP BY 1, 2, 3, 4, 5
$$;

CREATE FUNCTION plimsoll.keep(kept plimsoll.usage) RETURNS void LANGUAGE sql AS $$
    INSERT INTO plimsoll.usage AS u SELECT kept.* ON CONFLICT (hour, organization, class, pool, plan) DO UPDATE SET
        requests = u.requests + excluded.requests, input = u.input + excluded.input,
        cache_write = u.cache_write + excluded.cache_write,
        cache_write_long = u.cache_write_long + excluded.cache_write_long,
        cache_read = u.cache_read + excluded.cache_read, output = u.output + excluded.output,
        credits = u.credits + excluded.credits, usd = u.usd + excluded.usd,
        estimated = u.estimated + excluded.estimated, cut_off = u.cut_off + excluded.cut_off
$$;

-- Drops the entries of a week up to an instant and keeps their sums. A week is its own transaction, so that nobody
-- who appends to several weeks waits in a ring.
CREATE FUNCTION plimsoll.drop_entries(week bigint, until bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    dropped plimsoll.week%ROWTYPE;
    kept plimsoll.usage%ROWTYPE;
    made bigint := 0;
BEGIN
    SELECT * INTO STRICT dropped FROM plimsoll.week AS w WHERE w.number = week FOR UPDATE;
    -- Nobody adds to the week while it is summed; commits to other weeks go on.
    EXECUTE format('LOCK TABLE plimsoll.%I IN SHARE ROW EXCLUSIVE MODE', dropped.name);
    FOR kept IN SELECT * FROM plimsoll.sums_of(dropped.first, least(until, dropped.last)) LOOP
        PERFORM plimsoll.keep(kept);
        made := made + kept.requests;
    END LOOP;
    IF dropped.last <= until THEN
        EXECUTE format('TRUNCATE plimsoll.%I', dropped.name);
    ELSE
        EXECUTE format('DELETE FROM plimsoll.%I WHERE at <= $1', dropped.name) USING until;
    END IF;
    RETURN made;
END
$$;

-- Forgets requests whose entries are gone, but for the latest million.
CREATE FUNCTION plimsoll.forget_requests(until bigint) RETURNS bigint LANGUAGE sql AS $$
    WITH forgotten AS (
        DELETE FROM plimsoll.request WHERE at <= until
            AND place < (SELECT place FROM plimsoll.request ORDER BY place DESC OFFSET 999999 LIMIT 1)
        RETURNING id)
    SELECT count(*) FROM forgotten
$$;

-- Puts a name that says nothing in the place of a scope's and of all beneath it.
CREATE FUNCTION plimsoll.erase(erased text, replacement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    kept plimsoll.usage%ROWTYPE;
    made bigint;
BEGIN
    UPDATE plimsoll.entry SET scope = replacement WHERE scope = erased OR starts_with(scope, erased || '/');
    GET DIAGNOSTICS made = ROW_COUNT;
    IF strpos(erased, '/') = 0 THEN
        FOR kept IN DELETE FROM plimsoll.usage WHERE organization = erased RETURNING * LOOP
            kept.organization := plimsoll.organization_of(replacement);
            PERFORM plimsoll.keep(kept);
        END LOOP;
    END IF;
    RETURN made;
END
$$;

-- Compares and sets several values and appends to the ledger: all or nothing, in one round trip. Rows are locked in
-- one order everywhere (slot, values by key, requests by id), so that two commits never wait for each other in a ring.
CREATE FUNCTION plimsoll.commit(
    the_slot uuid, the_turn bigint, keys text[], expected bigint[], contents bytea[],
    requests uuid[], instants bigint[], scopes text[], classes text[], pools text[], plans text[], lanes smallint[],
    inputs bigint[], cache_writes bigint[], cache_writes_long bigint[], cache_reads bigint[], outputs bigint[],
    credit_amounts bigint[], usd_amounts bigint[], estimates boolean[], cuts boolean[],
    OUT version bigint, OUT conflicts int[], OUT fresh boolean[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    last plimsoll.slot%ROWTYPE;
    one_week bigint;
    wanted bigint;
    made bigint;
    next bigint;
    losers int[];
    news boolean[];
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;

    SELECT * INTO last FROM plimsoll.slot AS s WHERE s.id = the_slot FOR UPDATE;
    IF last.turn = the_turn THEN
        -- Writes too, so that this answer waits for the standbys as the first one had to.
        UPDATE plimsoll.slot AS s SET at = now() WHERE s.id = the_slot;
        commit.version := last.version;
        commit.conflicts := last.conflicts;
        commit.fresh := last.fresh;
        RETURN;
    ELSIF last.turn > the_turn THEN
        RAISE EXCEPTION 'Turn % of slot % comes after turn %.', the_turn, the_slot, last.turn USING ERRCODE = 'PL002';
    END IF;

    FOR one_week IN
        SELECT DISTINCT plimsoll.week_of(at) FROM unnest(instants) AS at EXCEPT SELECT number FROM plimsoll.week
    LOOP
        PERFORM plimsoll.add_week(one_week);
    END LOOP;

    IF cardinality(keys) > 0 THEN
        WITH locked AS MATERIALIZED (
            SELECT v.key, v.version FROM plimsoll.value AS v WHERE v.key = ANY (keys) ORDER BY v.key FOR UPDATE)
        SELECT array_agg(a.place - 1 ORDER BY a.place) INTO losers
        FROM unnest(keys, expected) WITH ORDINALITY AS a (key, version, place) LEFT JOIN locked AS l ON l.key = a.key
        WHERE coalesce(l.version, 0) <> a.version;
    END IF;

    IF losers IS NULL THEN
        next := nextval('plimsoll.version');
        IF cardinality(keys) > 0 THEN
            -- A key that has to be absent is made even where it is to stay absent: that keeps others from making it.
            INSERT INTO plimsoll.value (key, version, bytes)
            SELECT a.key, next, coalesce(a.bytes, '') FROM unnest(keys, expected, contents) AS a (key, version, bytes)
            WHERE a.version = 0 ORDER BY a.key COLLATE "C" ON CONFLICT DO NOTHING;
            GET DIAGNOSTICS made = ROW_COUNT;
            SELECT count(*) INTO wanted FROM unnest(expected) AS e WHERE e = 0;
            IF made < wanted THEN
                RAISE EXCEPTION 'Another commit made a key first.' USING ERRCODE = 'PL001';
            ELSIF made > 0 AND nextval('plimsoll.version') <> next + 1 THEN
                -- While this one waited to make a key, another may have made and removed it with a later version.
                next := nextval('plimsoll.version');
                UPDATE plimsoll.value AS v SET version = next
                FROM unnest(keys, expected) AS a (key, version) WHERE v.key = a.key AND a.version = 0;
            END IF;
            UPDATE plimsoll.value AS v SET version = next, bytes = a.bytes
            FROM unnest(keys, expected, contents) AS a (key, version, bytes)
            WHERE v.key = a.key AND a.version > 0 AND a.bytes IS NOT NULL;
            DELETE FROM plimsoll.value AS v USING unnest(keys, contents) AS a (key, bytes)
            WHERE v.key = a.key AND a.bytes IS NULL;
        END IF;

        IF cardinality(requests) > 0 THEN
            WITH given AS (
                SELECT * FROM unnest(
                    requests, instants, scopes, classes, pools, plans, lanes, inputs, cache_writes, cache_writes_long,
                    cache_reads, outputs, credit_amounts, usd_amounts, estimates, cuts) WITH ORDINALITY AS g (
                    request, at, scope, class, pool, plan, lane, input, cache_write, cache_write_long,
                    cache_read, output, credits, usd, estimated, cut_off, place)),
            first AS (SELECT DISTINCT ON (request) * FROM given ORDER BY request, place),
            made AS (
                INSERT INTO plimsoll.request (id, at) SELECT request, at FROM first ORDER BY request
                ON CONFLICT DO NOTHING RETURNING id),
            added AS (
                INSERT INTO plimsoll.entry
                SELECT request, at, scope, class, pool, plan, lane, input, cache_write, cache_write_long,
                    cache_read, output, credits, usd, estimated, cut_off
                FROM first JOIN made ON made.id = first.request)
            SELECT array_agg(m.id IS NOT NULL ORDER BY g.place) INTO news
            FROM given AS g LEFT JOIN first AS f ON f.place = g.place LEFT JOIN made AS m ON m.id = f.request;
        END IF;
    END IF;

    IF last.id IS NULL THEN
        INSERT INTO plimsoll.slot VALUES (the_slot, the_turn, now(), next, losers, news);
    ELSE
        UPDATE plimsoll.slot AS s SET turn = the_turn, at = now(), version = next, conflicts = losers, fresh = news
        WHERE s.id = the_slot;
    END IF;
    commit.version := next;
    commit.conflicts := losers;
    commit.fresh := news;
END
$$;

-- The ledger as people ask for it.
CREATE VIEW plimsoll.ledger AS
SELECT request, timestamptz 'epoch' + at / 1000 * interval '1 microsecond' AS at, scope, class, pool, plan,
    CASE lane WHEN 0 THEN 'standard' WHEN 1 THEN 'priority' WHEN 2 THEN 'batch' END AS lane,
    input, cache_write, cache_write_long, cache_read, output,
    credits / 1000000.0 AS credits, usd / 1000000.0 AS usd, estimated, cut_off
FROM plimsoll.entry;
