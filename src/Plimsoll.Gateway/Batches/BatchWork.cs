using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// The requests and results of a batch that is being worked on. A result is written once; where one was cut off when
/// the gateway ended, its request has none. Safe to share between threads.
/// </summary>
internal sealed class BatchWork : IDisposable
{
    /// <summary>How deep the JSON of a result may be: that of an answer, and what is around it.</summary>
    public const int MaxDepth = 264;

    private const int BlockBytes = 64 * 1024;

    private readonly Lock gate = new();
    private readonly BatchForm form;
    private readonly SafeFileHandle requests;
    private readonly FileStream results;
    private readonly List<long> starts = [0];
    private readonly BitArray done;

    private BatchWork(BatchForm form, SafeFileHandle requests, FileStream results)
    {
        (this.form, this.requests, this.results) = (form, requests, results);
        FindLines();
        done = new BitArray(Count);
        if (results.Length > 0)
            ReadResults();
    }

    /// <summary>Opens the files of a batch.</summary>
    public static BatchWork Open(BatchFolder folder, BatchDocument document, BatchForm form)
    {
        var requests = File.OpenHandle(folder.RequestsOf(document.Id));
        try
        {
            var results = new FileStream(
                folder.ResultsOf(document.Id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            return new BatchWork(form, requests, results);
        }
        catch
        {
            requests.Dispose();
            throw;
        }
    }

    /// <summary>How many requests there are.</summary>
    public int Count => starts.Count - 1;

    /// <summary>To what ends they came so far.</summary>
    public BatchCounts Counts { get; private set; } = BatchCounts.None;

    /// <summary>Numbers of the requests without a result, in the order in which they came.</summary>
    public IEnumerable<int> Open()
    {
        for (var number = 0; number < Count; number++)
        {
            if (!IsDone(number))
                yield return number;
        }
    }

    /// <summary>A request as its client wrote it.</summary>
    public byte[] Request(int number)
    {
        var line = new byte[starts[number + 1] - starts[number] - 1];
        for (var read = 0; read < line.Length;)
        {
            var more = RandomAccess.Read(requests, line.AsSpan(read), starts[number] + read);
            read += more > 0 ? more : throw new EndOfStreamException("The requests of a batch were cut off.");
        }

        return line;
    }

    /// <summary>Writes the result of a request that has none.</summary>
    public void Add(int number, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, WireJson.Plain))
            write(json);
        using var line = JsonDocument.Parse(buffer.WrittenMemory, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var outcome = form.OutcomeOf(line.RootElement);
        buffer.Write("\n"u8);
        lock (gate)
        {
            results.Write(buffer.WrittenSpan);
            results.Flush();
            done[number] = true;
            Counts = Counts.With(outcome);
        }
    }

    /// <summary>All results, in the order in which they came.</summary>
    public IEnumerable<string> Results()
    {
        using var reader = new StreamReader(new FileStream(
            results.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line)
            yield return line;
    }

    /// <summary>Brings the results onto the disk.</summary>
    public void Finish()
    {
        lock (gate)
            results.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        requests.Dispose();
        results.Dispose();
    }

    private bool IsDone(int number)
    {
        lock (gate)
            return done[number];
    }

    private void FindLines()
    {
        var block = new byte[BlockBytes];
        var at = 0L;
        int read;
        while ((read = RandomAccess.Read(requests, block, at)) > 0)
        {
            for (var i = 0; i < read; i++)
            {
                if (block[i] == '\n')
                    starts.Add(at + i + 1);
            }

            at += read;
        }
    }

    /// <summary>Finds what has a result already; a last line without an end is taken back.</summary>
    private void ReadResults()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var number = 0; number < Count; number++)
            numbers[CustomIdOf(number)] = number;
        var whole = 0L;
        using (var reader = new StreamReader(results, Encoding.UTF8, false, BlockBytes, leaveOpen: true))
        {
            while (reader.ReadLine() is { } line)
            {
                var end = whole + Encoding.UTF8.GetByteCount(line) + 1;
                if (end > results.Length)
                    break;
                whole = end;
                using var json = JsonDocument.Parse(line, new JsonDocumentOptions { MaxDepth = MaxDepth });
                done[numbers[json.RootElement.GetProperty("custom_id").GetString()!]] = true;
                Counts = Counts.With(form.OutcomeOf(json.RootElement));
            }
        }

        results.SetLength(whole);
        results.Position = whole;
    }

    /// <summary>The client's name for a request.</summary>
    public string CustomIdOf(int number) => BatchLine.Read(Request(number), form.BodyMember, []).CustomId;
}
