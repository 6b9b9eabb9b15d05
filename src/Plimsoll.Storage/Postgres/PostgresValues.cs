using System.Collections.Immutable;
using Npgsql;

namespace Plimsoll.Storage.Postgres;

/// <summary>Values as statements give them.</summary>
internal static class PostgresValues
{
    /// <summary>Reads those of some keys.</summary>
    public const string ByKey = "SELECT key, version, bytes FROM plimsoll.value WHERE key = ANY ($1)";

    /// <summary>All that a reader has, in its order.</summary>
    public static async Task<List<StoredValue>> Read(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var values = new List<StoredValue>();
        while (await reader.ReadAsync(cancellation))
        {
            var (key, version) = (reader.GetString(0), reader.GetInt64(1));
            values.Add(new StoredValue(key, version, reader.GetFieldValue<byte[]>(2)));
        }

        return values;
    }

    /// <summary>What was found, in the order of the keys.</summary>
    public static ImmutableArray<StoredValue> InOrder(ImmutableArray<string> keys, List<StoredValue> found)
    {
        var byKey = found.ToDictionary(value => value.Key, StringComparer.Ordinal);
        return [.. keys.Select(key => byKey.TryGetValue(key, out var value) ? value : StoredValue.None(key))];
    }
}
