using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>
/// What keys were last told of their usage. So many times a minute a key is told how everything stands; beyond that, it
/// is told the same again with its age, so that whoever asks all the time neither is refused nor costs more. Safe to
/// share between threads.
/// </summary>
internal sealed class UsageReadings
{
    /// <summary>Readings of a key in a minute that are fresh.</summary>
    public const int MostFresh = 60;

    /// <summary>Keys whose readings are kept; beyond that all are forgotten, which only costs a reading.</summary>
    private const int MostKept = 10_000;

    private static readonly Duration minute = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Key, string Document), Reading> kept = new();

    /// <summary>A document of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="document">Which document.</param>
    /// <param name="now">When it is asked for.</param>
    /// <param name="write">Writes how everything stands.</param>
    /// <returns>The document, and how long ago that was.</returns>
    public (byte[] Json, Duration Age) Of(string key, string document, Instant now, Action<Utf8JsonWriter> write)
    {
        if (kept.Count > MostKept)
            kept.Clear();
        var reading = kept.GetOrAdd((key, document), _ => new Reading());
        lock (reading)
        {
            if (now - reading.Since >= minute)
                (reading.Since, reading.Count) = (now, 0);
            if (reading.Json is null || reading.Count < MostFresh)
            {
                reading.Count++;
                (reading.Json, reading.At) = (Written(write), now);
            }

            return (reading.Json, now > reading.At ? now - reading.At : Duration.Zero);
        }
    }

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.Plain))
            write(json);
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Reading
    {
        public Instant Since { get; set; }

        public int Count { get; set; }

        public Instant At { get; set; }

        public byte[]? Json { get; set; }
    }
}
