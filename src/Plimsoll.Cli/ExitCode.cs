namespace Plimsoll.Cli;

/// <summary>What the process returns to the shell.</summary>
internal static class ExitCode
{
    /// <summary>It did what was asked.</summary>
    public const int Ok = 0;

    /// <summary>It failed in a way that nobody expected: a defect, or a machine in trouble.</summary>
    public const int UnexpectedFailure = 1;

    /// <summary>The command line, the scenario, a log or a trace is wrong; the errors have been printed.</summary>
    public const int InvalidInput = 2;

    /// <summary>It checked what was asked, and it is not so: a log is not faithful, two runs differ.</summary>
    public const int NotSo = 3;
}
