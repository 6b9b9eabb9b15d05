using System.Runtime.InteropServices;

namespace Plimsoll.Cli.Serving;

/// <summary>
/// What signals ask of a gateway beside its first end, which the command line hears of: SIGHUP to read its
/// configuration anew, and a second SIGTERM or SIGINT to end at once.
/// </summary>
internal sealed class Signals : IDisposable
{
    private const int EndedBySignal = 128;
    private const int Interrupt = 2;
    private const int Terminate = 15;

    private readonly List<PosixSignalRegistration> heard = [];
    private int ends;

    /// <summary>Listens from now on.</summary>
    /// <param name="reload">Reads the configuration anew.</param>
    public Signals(Action reload)
    {
        heard.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => End(Terminate)));
        heard.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => End(Interrupt)));
        if (OperatingSystem.IsWindows())
            return;
        heard.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            reload();
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => heard.ForEach(one => one.Dispose());

    private void End(int signal)
    {
        if (Interlocked.Increment(ref ends) > 1)
            Environment.Exit(EndedBySignal + signal);
    }
}
