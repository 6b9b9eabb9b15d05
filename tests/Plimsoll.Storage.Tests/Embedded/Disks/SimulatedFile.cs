namespace Plimsoll.Storage.Tests.Embedded.Disks;

/// <summary>A file of a <see cref="SimulatedDisk"/>: what can be read of it, and what of that would survive.</summary>
internal sealed class SimulatedFile
{
    private const int Sector = 512;

    // Sectors that a sync failed to write: readable until the power is cut, and taken for clean by every later sync.
    private readonly HashSet<int> unwritten = [];
    private byte[] content = new byte[1024];
    private int synced;

    /// <summary>Bytes that can be read.</summary>
    public int Length { get; private set; }

    /// <summary>What can be read.</summary>
    public Span<byte> Content => content.AsSpan(0, Length);

    public Stream Open() => new MemoryStream(content, 0, Length, writable: false);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > content.Length)
            Array.Resize(ref content, Math.Max(Length + bytes.Length, content.Length * 2));
        bytes.CopyTo(content.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Sync() => synced = Length;

    public void FailToSync()
    {
        for (var sector = synced / Sector; sector * Sector < Length; sector++)
            unwritten.Add(sector);
        synced = Length;
    }

    /// <summary>The file after the power was cut: of what was not written, any sectors, up to any length.</summary>
    public SimulatedFile AfterPowerCut(Random random)
    {
        var length = random.Next(2) == 0 ? Length : random.Next(synced, Length + 1);
        var after = new SimulatedFile();
        after.Append(content.AsSpan(0, length));
        var keptOfFour = random.Next(5);
        for (var at = 0; at < length; at += Sector)
        {
            var isCertain = Math.Min(at + Sector, length) <= synced && !unwritten.Contains(at / Sector);
            if (!isCertain && random.Next(4) >= keptOfFour)
                after.content.AsSpan(at, Math.Min(Sector, length - at)).Clear();
        }

        after.Sync();
        return after;
    }
}
