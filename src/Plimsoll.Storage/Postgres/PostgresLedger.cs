using System.Runtime.CompilerServices;
using Npgsql;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Postgres;

/// <summary>Reads, sums, drops and erases the ledger, in statements that each can be asked again.</summary>
internal sealed class PostgresLedger(PostgresLink link, PostgresPatience patience)
{
    private const int PageSize = 4096;
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;
    private const long Day = 24 * Hour;

    private const string Entries = """
        SELECT request, at, scope, class, pool, plan, lane, input, cache_write, cache_write_long, cache_read, output,
            credits, usd, estimated, cut_off
        FROM plimsoll.entry WHERE (at, request) > ($1, $2) AND at >= $1 AND at < $3 ORDER BY at, request LIMIT $4
        """;

    // A week that is dropped meanwhile would be missed here and there: the lock waits for whoever drops.
    private const string KeepWeeks = "SELECT pg_advisory_xact_lock_shared(hashtextextended('plimsoll.drop', 0))";
    private const string DropWeeks = "SELECT pg_advisory_xact_lock(hashtextextended('plimsoll.drop', 0))";

    private const string NextHour = """
        SELECT least((SELECT min(hour) FROM plimsoll.usage WHERE hour >= $1),
            plimsoll.hour_of((SELECT min(at) FROM plimsoll.entry WHERE at >= $1)))
        """;

    private const string Sums = """
        SELECT hour, organization, class, pool, plan, sum(requests)::bigint, sum(input)::bigint,
            sum(cache_write)::bigint, sum(cache_write_long)::bigint, sum(cache_read)::bigint, sum(output)::bigint,
            sum(credits)::bigint, sum(usd)::bigint, sum(estimated)::bigint, sum(cut_off)::bigint
        FROM (
            SELECT * FROM plimsoll.usage WHERE hour BETWEEN $1 AND $2
            UNION ALL SELECT * FROM plimsoll.sums_of($1, $3)) AS known
        GROUP BY 1, 2, 3, 4, 5
        """;

    /// <inheritdoc cref="ILedger.ReadEntries"/>
    public async IAsyncEnumerable<LedgerEntry> ReadEntries(
        LedgerPeriod period, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // No request has the name 0, so that the first page begins with the first of its instant.
        var (from, after) = (period.From, Guid.Empty);
        while (true)
        {
            var page = await link.Read(
                (connection, c) => Page(connection, Entries, [
                    new() { Value = from.UnixNanoseconds }, new() { Value = after },
                    new() { Value = period.To.UnixNanoseconds }, new() { Value = PageSize }], Entry, c),
                cancellation);
            foreach (var entry in page)
                yield return entry;
            if (page.Count < PageSize)
                yield break;
            (from, after) = (page[^1].At, PostgresCommit.ToUuid(page[^1].Request));
        }
    }

    /// <inheritdoc cref="ILedger.ReadUsage"/>
    public async IAsyncEnumerable<UsageSum> ReadUsage(
        LedgerPeriod period, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // At most a day at a time. The server knows the order of hours; that of names is ours.
        for (var hour = Begin(period.From); await Next(hour, cancellation) is { } next
            && next < period.To.UnixNanoseconds;)
        {
            var end = Math.Min(next + Day - Hour, LastBefore(period.To));
            var sums = await link.Read(
                (connection, c) => Page(connection, Sums, [
                    new() { Value = next }, new() { Value = end }, new() { Value = end + (Hour - 1) }], Sum, c),
                cancellation);
            foreach (var sum in sums.OrderBy(sum => sum.Key))
                yield return sum;
            hour = end + Hour;
        }
    }

    /// <inheritdoc cref="IStore.DropEntries"/>
    public async ValueTask<long> DropEntries(Instant before, CancellationToken cancellation)
    {
        if (before.UnixNanoseconds == long.MinValue)
            return 0;
        var until = before.UnixNanoseconds - 1;
        var weeks = await link.Read(
            (connection, c) => Page(
                connection, "SELECT number FROM plimsoll.week WHERE first <= $1 ORDER BY number",
                [new() { Value = until }], reader => reader.GetInt64(0), c),
            cancellation);
        var dropped = 0L;
        foreach (var week in weeks)
        {
            dropped += await Maintain("SELECT plimsoll.drop_entries($1, $2)", DropWeeks, [week, until], cancellation);
        }

        await Maintain("SELECT plimsoll.forget_requests($1)", DropWeeks, [until], cancellation);
        return dropped;
    }

    /// <inheritdoc cref="IStore.Erase"/>
    public ValueTask<long> Erase(ScopeErasure erasure, CancellationToken cancellation) => Maintain(
        "SELECT plimsoll.erase($1, $2)", DropWeeks, [erasure.Scope.Text, erasure.Replacement.Text], cancellation);

    /// <summary>
    /// Runs a statement that may take long and gives a number. One whose answer was lost is run again, and finds less
    /// to do.
    /// </summary>
    private ValueTask<long> Maintain(
        string statement, string guard, object[] values, CancellationToken cancellation) => link.Read(
        async (connection, c) =>
        {
            await using var batch = LongBatch(connection, guard);
            var command = new NpgsqlBatchCommand(statement);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
            await using var reader = await batch.ExecuteReaderAsync(c);
            await reader.NextResultAsync(c);
            await reader.NextResultAsync(c);
            await reader.ReadAsync(c);
            return reader.GetInt64(0);
        },
        cancellation);

    private NpgsqlBatch LongBatch(NpgsqlConnection connection, string guard) => new(connection)
    {
        Timeout = (int)patience.Ledger.TotalSeconds,
        BatchCommands =
        {
            new NpgsqlBatchCommand("SELECT set_config('statement_timeout', '0', true)"),
            new NpgsqlBatchCommand(guard),
        },
    };

    private async Task<List<T>> Page<T>(
        NpgsqlConnection connection,
        string statement,
        NpgsqlParameter[] parameters,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation)
    {
        await using var batch = LongBatch(connection, KeepWeeks);
        var command = new NpgsqlBatchCommand(statement);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        await reader.NextResultAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
            rows.Add(read(reader));
        return rows;
    }

    private static LedgerEntry Entry(NpgsqlDataReader reader) => new()
    {
        Request = PostgresCommit.FromUuid(reader.GetGuid(0)),
        At = new Instant(reader.GetInt64(1)),
        Scope = ScopeName.Parse(reader.GetString(2)),
        Class = reader.GetString(3),
        Pool = reader.GetString(4),
        Plan = reader.GetString(5),
        Lane = (Lane)reader.GetInt16(6),
        Usage = Usage(reader, 7),
        Credits = new Credits(reader.GetInt64(12)),
        Cost = new MicroUsd(reader.GetInt64(13)),
        IsEstimated = reader.GetBoolean(14),
        IsCutOff = reader.GetBoolean(15),
    };

    private static UsageSum Sum(NpgsqlDataReader reader) => new(
        new UsageKey(
            new Instant(reader.GetInt64(0)), reader.GetString(1), reader.GetString(2), reader.GetString(3),
            reader.GetString(4)),
        reader.GetInt64(5),
        Usage(reader, 6),
        new Credits(reader.GetInt64(11)),
        new MicroUsd(reader.GetInt64(12)),
        reader.GetInt64(13),
        reader.GetInt64(14));

    private static TokenUsage Usage(NpgsqlDataReader reader, int first) => new(
        new Tokens(reader.GetInt64(first)),
        new Tokens(reader.GetInt64(first + 1)),
        new Tokens(reader.GetInt64(first + 3)),
        new Tokens(reader.GetInt64(first + 4)))
    {
        CacheWriteLong = new Tokens(reader.GetInt64(first + 2)),
    };

    /// <summary>The first hour from one on of which anything is known.</summary>
    private async ValueTask<long?> Next(long hour, CancellationToken cancellation)
    {
        var found = await link.Read(
            (connection, c) => Page(connection, NextHour, [new() { Value = hour }],
                reader => reader.IsDBNull(0) ? (long?)null : reader.GetInt64(0), c),
            cancellation);
        return found[0];
    }

    /// <summary>The first hour that begins at an instant or after it.</summary>
    private static long Begin(Instant from)
    {
        var past = from.UnixNanoseconds % Hour;
        return past == 0 ? from.UnixNanoseconds : from.UnixNanoseconds - past + (past > 0 ? Hour : 0);
    }

    /// <summary>The last hour that begins before an instant.</summary>
    private static long LastBefore(Instant to) => UsageKey.HourOf(new Instant(to.UnixNanoseconds - 1)).UnixNanoseconds;
}
