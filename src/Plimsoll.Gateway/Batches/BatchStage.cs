namespace Plimsoll.Gateway.Batches;

/// <summary>The requests of a batch while they are uploaded: each is read, checked and written to its file.</summary>
internal sealed class BatchStage : IDisposable
{
    private const int MostTold = 20;

    private readonly BatchFolder folder;
    private readonly BatchForm form;
    private readonly string route;
    private readonly int most;
    private readonly FileStream file;
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly List<string> told = [];
    private int untold;
    private bool isAdopted;

    /// <summary>Nothing was uploaded yet.</summary>
    public BatchStage(BatchFolder folder, BatchForm form, string route, int most)
    {
        (this.folder, this.form, this.route, this.most) = (folder, form, route, most);
        Id = BatchFolder.NewId(form.IdPrefix);
        file = new FileStream(folder.Stage(Id), FileMode.CreateNew, FileAccess.Write);
    }

    /// <summary>Name of the batch that it is to become.</summary>
    public string Id { get; }

    /// <summary>Requests so far.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong so far; null: nothing.</summary>
    public string? Faults => told.Count == 0
        ? null
        : string.Join(' ', told) + (untold > 0 ? $" And {untold} more." : "");

    /// <summary>Takes a request, which is changed so that it is one line.</summary>
    public void Add(Span<byte> request)
    {
        // Of one that is too long no more is remembered, however long it is.
        if (Count > most)
            return;
        if (Count++ == most)
        {
            Blame($"There are more than the {most} requests that a batch may have.");
            return;
        }

        request.Replace((byte)'\n', (byte)' ');
        request.Replace((byte)'\r', (byte)' ');
        var faults = new List<string>();
        var line = BatchLine.Read(request, form.BodyMember, faults);
        if (faults.Count == 0)
            form.Check(line, route, faults);
        if (faults.Count == 0 && !ids.Add(line.CustomId))
            faults.Add($"custom_id: '{line.CustomId}' is given twice.");
        foreach (var fault in faults)
            Blame($"{form.PlaceOf(Count - 1)}: {fault}");
        if (told.Count > 0)
            return;
        file.Write(request);
        file.WriteByte((byte)'\n');
    }

    /// <summary>Notes what is wrong with the whole.</summary>
    public void Blame(string fault)
    {
        if (told.Count < MostTold)
            told.Add(fault);
        else
            untold++;
    }

    /// <summary>Makes a batch of it.</summary>
    public void Adopt(BatchDocument document)
    {
        file.Flush(flushToDisk: true);
        file.Dispose();
        folder.Adopt(document);
        isAdopted = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        file.Dispose();
        if (!isAdopted)
            folder.Unstage(Id);
    }
}
