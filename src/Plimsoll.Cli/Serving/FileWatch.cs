namespace Plimsoll.Cli.Serving;

/// <summary>
/// Looks at the files of a gateway's configuration, and has them read anew once they have changed and are left alone
/// again. It looks and is not told: notices of changes get lost with links and network file systems. Not safe to share
/// between threads.
/// </summary>
/// <param name="source">What was read last.</param>
/// <param name="reload">Reads it anew.</param>
internal sealed class FileWatch(GatewaySource source, Action reload)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private FileStamps read = FileStamps.Of(source.Files);
    private FileStamps before;

    /// <summary>Looks every two seconds until it is stopped.</summary>
    public async Task Run(TimeProvider clock, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                Look();
        }
        catch (OperationCanceledException)
        {
            // Stopped, as it was asked to.
        }
    }

    /// <summary>Looks once: what has changed since it was read, and not since the last look, is read anew.</summary>
    public void Look()
    {
        var now = FileStamps.Of(source.Files);
        if (now != read && now == before)
        {
            reload();

            // What is named may have changed with what was read; what is wrong is told once, until it changes again.
            now = read = FileStamps.Of(source.Files);
        }

        before = now;
    }
}
