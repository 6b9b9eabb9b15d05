namespace Plimsoll.Gateway.Batches;

/// <summary>A batch that is kept: what is known of it now. Safe to share between threads.</summary>
internal sealed class Batch(BatchFolder folder, BatchDocument document) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource canceling = new();
    private BatchDocument current = document;
    private int answered;

    /// <summary>How it is written.</summary>
    public BatchForm Form { get; } = BatchForm.Of(document);

    /// <summary>What is known of it.</summary>
    public BatchDocument Document => Volatile.Read(ref current);

    /// <summary>How many of its requests have a result.</summary>
    public int Answered
    {
        get => Volatile.Read(ref answered);
        set => Volatile.Write(ref answered, value);
    }

    /// <summary>How many of its requests wait for one.</summary>
    public int Pending => Document.Ended is null ? Document.Requests - Answered : 0;

    /// <summary>Cancelled once somebody has asked to cancel it.</summary>
    public CancellationToken Canceling => canceling.Token;

    /// <summary>Asks to cancel it; nothing where that was asked before or it has ended.</summary>
    public void Cancel(DateTimeOffset now)
    {
        lock (gate)
        {
            if (current.Canceled is not null || current.Ended is not null)
                return;
            Keep(current with { Canceled = now });
        }

        canceling.Cancel();
    }

    /// <summary>Ends it.</summary>
    public void End(DateTimeOffset now, BatchCounts counts, (string? Output, string? Errors) files)
    {
        lock (gate)
            Keep(current with { Ended = now, Counts = counts, OutputFile = files.Output, ErrorFile = files.Errors });
    }

    /// <summary>Deletes its requests and results.</summary>
    public void Archive(DateTimeOffset now)
    {
        lock (gate)
        {
            if (!current.HasResults)
                return;
            Keep(current with { Archived = now });
            File.Delete(folder.ResultsOf(current.Id));
            File.Delete(folder.RequestsOf(current.Id));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => canceling.Dispose();

    private void Keep(BatchDocument next)
    {
        folder.Save(next);
        Volatile.Write(ref current, next);
    }
}
