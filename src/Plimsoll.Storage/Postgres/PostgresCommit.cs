using System.Buffers.Binary;
using System.Collections.Immutable;
using Npgsql;
using NpgsqlTypes;

namespace Plimsoll.Storage.Postgres;

/// <summary>
/// A batch as the arrays that the function <c>plimsoll.commit</c> takes: one statement, one round trip.
/// </summary>
internal sealed class PostgresCommit
{
    /// <summary>Slot, turn, three arrays of changes, sixteen of entries.</summary>
    private const string Statement =
        "SELECT version, conflicts, fresh FROM plimsoll.commit($1, $2, $3, $4, $5, "
        + "$6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";

    private readonly StoreBatch batch;
    private readonly (object Values, NpgsqlDbType Type)[] arrays;

    public PostgresCommit(StoreBatch batch)
    {
        this.batch = batch;
        var (changes, entries) = (batch.Changes, batch.Entries);
        arrays =
        [
            Array(changes, NpgsqlDbType.Text, change => change.Key),
            Array(changes, NpgsqlDbType.Bigint, change => change.Expected),
            Array(changes, NpgsqlDbType.Bytea, change => change.Bytes?.ToArray()),
            Array(entries, NpgsqlDbType.Uuid, entry => ToUuid(entry.Request)),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.At.UnixNanoseconds),
            Array(entries, NpgsqlDbType.Text, entry => entry.Scope.Text),
            Array(entries, NpgsqlDbType.Text, entry => entry.Class),
            Array(entries, NpgsqlDbType.Text, entry => entry.Pool),
            Array(entries, NpgsqlDbType.Text, entry => entry.Plan),
            Array(entries, NpgsqlDbType.Smallint, entry => (short)entry.Lane),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Usage.Input.Value),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Usage.CacheWrite.Value),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Usage.CacheWriteLong.Value),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Usage.CacheRead.Value),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Usage.Output.Value),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Credits.Micro),
            Array(entries, NpgsqlDbType.Bigint, entry => entry.Cost.Value),
            Array(entries, NpgsqlDbType.Boolean, entry => entry.IsEstimated),
            Array(entries, NpgsqlDbType.Boolean, entry => entry.IsCutOff),
        ];
    }

    /// <summary>Commits it as a turn of a slot; sent again as the same turn it has no second effect.</summary>
    public async Task<CommitResult> Send(
        NpgsqlConnection connection, PostgresPlace place, CancellationToken cancellation)
    {
        await using var command = new NpgsqlBatch(connection) { BatchCommands = { Command(place) } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await Result(reader, cancellation);
    }

    /// <summary>The same, as the end of a transaction that has begun.</summary>
    public async Task<CommitResult> SendLast(
        NpgsqlConnection connection, PostgresPlace place, CancellationToken cancellation)
    {
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands = { Command(place), new NpgsqlBatchCommand("COMMIT") },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var result = await Result(reader, cancellation);

        // Nothing is made before the server has said so.
        while (await reader.NextResultAsync(cancellation))
        {
        }

        return result;
    }

    private NpgsqlBatchCommand Command(PostgresPlace place)
    {
        var command = new NpgsqlBatchCommand(Statement)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = place.Slot },
                new NpgsqlParameter<long> { TypedValue = place.Turn },
            },
        };
        foreach (var (values, type) in arrays)
            command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return command;
    }

    private async Task<CommitResult> Result(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        await reader.ReadAsync(cancellation);
        if (!await reader.IsDBNullAsync(1, cancellation))
        {
            var places = reader.GetFieldValue<int[]>(1);
            return new CommitResult.Conflict([.. places.Select(at => batch.Changes[at].Key)]);
        }

        var isNew = await reader.IsDBNullAsync(2, cancellation) ? [] : reader.GetFieldValue<bool[]>(2);
        return new CommitResult.Committed(reader.GetInt64(0), [.. isNew]);
    }

    /// <summary>The name of a request as PostgreSQL keeps it: in the same order, which is that of its digits.</summary>
    public static Guid ToUuid(UInt128 request)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, request);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The name of a request that PostgreSQL keeps.</summary>
    public static UInt128 FromUuid(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static (object Values, NpgsqlDbType Type) Array<TItem, T>(
        ImmutableArray<TItem> items, NpgsqlDbType type, Func<TItem, T> of)
    {
        var values = new T[items.Length];
        for (var at = 0; at < values.Length; at++)
            values[at] = of(items[at]);
        return (values, type);
    }
}
