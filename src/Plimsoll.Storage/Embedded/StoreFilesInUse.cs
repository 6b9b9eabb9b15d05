using Plimsoll.Storage.Embedded.Files;

namespace Plimsoll.Storage.Embedded;

/// <summary>Deletes files once nobody reads them, and numbers new ones.</summary>
/// <param name="files">Where they are.</param>
/// <param name="lastNumber">The highest number in use.</param>
internal sealed class StoreFilesInUse(StoreFiles files, long lastNumber)
{
    private readonly Lock gate = new();
    private readonly List<string> doomed = [];
    private long number = lastNumber;
    private int readers;

    /// <summary>A number that no file has had.</summary>
    public long NextNumber() => Interlocked.Increment(ref number);

    /// <summary>Keeps every file until it is disposed of.</summary>
    public IDisposable Read()
    {
        lock (gate)
            readers++;
        return new Reader(this);
    }

    /// <summary>Deletes all files but those that count, now or when the last reader has gone.</summary>
    public void DeleteAllBut(FileView view)
    {
        var names = files.List().Where(name => FileNames.NumberOf(name) is not null).Except(view.Names()).ToList();
        lock (gate)
        {
            doomed.AddRange(names);
            if (readers == 0)
                DeleteDoomed();
        }
    }

    private void Leave()
    {
        lock (gate)
        {
            if (--readers == 0)
                DeleteDoomed();
        }
    }

    private void DeleteDoomed()
    {
        foreach (var name in doomed)
        {
            try
            {
                files.Delete(name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It does not count any more, and the next start deletes what does not count.
            }
        }

        doomed.Clear();
    }

    private sealed class Reader(StoreFilesInUse owner) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
                owner.Leave();
        }
    }
}
