using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Format;

/// <summary>An accelerator kind: what its maker states and how much of it serving reaches.</summary>
public sealed record AcceleratorSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Dense compute rate at the precision of the weights; never with sparsity.</summary>
    public required Input<ComputeRate> Compute { get; init; }

    /// <summary>High-bandwidth memory of one accelerator.</summary>
    public required Input<ByteSize> Memory { get; init; }

    /// <summary>Bandwidth of that memory.</summary>
    public required Input<Bandwidth> Bandwidth { get; init; }

    /// <summary>Most accelerators that one replica may span at full interconnect speed: a whole number.</summary>
    [WholeNumber]
    public required Input<Count> ScaleUp { get; init; }

    /// <summary>How much of the stated figures a serving engine reaches.</summary>
    public required CalibrationSpec Calibration { get; init; }

    /// <summary>Electric power under load.</summary>
    public required AcceleratorPowerSpec Power { get; init; }
}

/// <summary>Fitted efficiencies and overheads of the roofline.</summary>
public sealed record CalibrationSpec
{
    /// <summary>Part of the memory bandwidth that decoding reaches (MBU).</summary>
    public required Input<Share> Mbu { get; init; }

    /// <summary>Part of the compute rate that is reached (MFU).</summary>
    public required Input<Share> Mfu { get; init; }

    /// <summary>Fixed time per layer and step.</summary>
    [ZeroAllowed]
    public required Input<Duration> PerLayer { get; init; }

    /// <summary>Time per layer, step and doubling of the tensor-parallel width.</summary>
    [ZeroAllowed]
    public required Input<Duration> PerDoubling { get; init; }

    /// <summary>Time per sequence of the batch and step.</summary>
    [ZeroAllowed]
    public required Input<Duration> PerSequence { get; init; }
}

/// <summary>
/// Power of one accelerator as idle power plus parts that grow with achieved utilisation, cut at the TDP.
/// </summary>
public sealed record AcceleratorPowerSpec
{
    /// <summary>Thermal design power: the most one accelerator draws.</summary>
    public required Input<Watts> Tdp { get; init; }

    /// <summary>Power while it is on and no engine runs on it; absent: not known, and counted as nothing.</summary>
    [FootprintOnly]
    [ZeroAllowed]
    public Input<Watts>? Idle { get; init; }

    /// <summary>Power while serving at no measurable utilisation.</summary>
    public required Input<Watts> Base { get; init; }

    /// <summary>Additional power at full memory-bandwidth utilisation.</summary>
    [ZeroAllowed]
    public required Input<Watts> Memory { get; init; }

    /// <summary>Additional power at full compute utilisation.</summary>
    [ZeroAllowed]
    public required Input<Watts> Compute { get; init; }
}

/// <summary>How accelerator power becomes site power.</summary>
public sealed record PowerChainSpec
{
    /// <summary>Server power over accelerator power.</summary>
    public required Input<Factor> Server { get; init; }

    /// <summary>IT power (servers, network, storage) over server power.</summary>
    public required Input<Factor> It { get; init; }

    /// <summary>Facility power over IT power at peak (cooling and losses); a site may state its own.</summary>
    public required Input<Factor> Facility { get; init; }

    /// <summary>
    /// Part of what these three add at full load that is drawn at any load, in a footprint; absent: none, all of it
    /// follows the load.
    /// </summary>
    [FootprintOnly]
    [ZeroAllowed]
    public Input<Share>? Fixed { get; init; }
}

/// <summary>A place with a power envelope and accelerators.</summary>
public sealed record SiteSpec
{
    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Contract that gives the right to use it.</summary>
    public required string Contract { get; init; }

    /// <summary>Electric power available to the service.</summary>
    public required Input<Watts> Power { get; init; }

    /// <summary>
    /// What the megawatts count: <c>it</c>, <c>facility</c> or <c>contracted</c> (taken as facility).
    /// </summary>
    public required PowerBasis PowerBasis { get; init; }

    /// <summary>Facility power over IT power here, where it differs from <c>power-chain</c>.</summary>
    public Input<Factor>? Facility { get; init; }

    /// <summary>Independent power feeds or halls of equal size: losing one is the N-1 case. 1 or more.</summary>
    [WholeNumber]
    public required Input<Count> Feeds { get; init; }

    /// <summary>
    /// Part of the site in service over time: points joined by straight lines; before the first, nothing.
    /// </summary>
    public required IReadOnlyList<RampPointSpec> Ramp { get; init; }

    /// <summary>Accelerators on the site, by name.</summary>
    public required IReadOnlyDictionary<string, PoolSpec> Pools { get; init; }

    /// <summary>What its energy costs and emits.</summary>
    public EnergySpec? Energy { get; init; }

    /// <summary>Where its electricity comes from; absent: one grid as <c>energy</c> says.</summary>
    [FootprintOnly]
    public EnergySourcesSpec? Sources { get; init; }

    /// <summary>What its grid may take back at times; absent: nothing.</summary>
    [FootprintOnly]
    public GridCurtailmentSpec? Curtailment { get; init; }

    /// <summary>How its load swings within an hour; absent: not told.</summary>
    [FootprintOnly]
    public SwingsSpec? Swings { get; init; }

    /// <summary>How its carbon and water are accounted; absent: as far as <c>factors</c> say.</summary>
    [FootprintOnly]
    public AccountingSpec Accounting { get; init; } = new();

    /// <summary>What its sources that burn fuel may do, by name.</summary>
    [FootprintOnly]
    public IReadOnlyDictionary<string, PermitSpec> Permits { get; init; } = new Dictionary<string, PermitSpec>();

    /// <summary>What the site gets beside what its ramp brings, by name; <c>--add</c> writes here.</summary>
    public IReadOnlyDictionary<string, ExpansionSpec> Expansions { get; init; } =
        new Dictionary<string, ExpansionSpec>();
}

/// <summary>One point of a ramp.</summary>
public sealed record RampPointSpec
{
    /// <summary>Day, at midnight UTC.</summary>
    public required DateOnly At { get; init; }

    /// <summary>Part of the site in service from then on.</summary>
    [ZeroAllowed]
    public required Input<Share> Share { get; init; }
}

/// <summary>Accelerators of one kind on one site.</summary>
public sealed record PoolSpec
{
    /// <summary>Accelerator kind, by name.</summary>
    public required string Accelerator { get; init; }

    /// <summary>How many are installed once the ramp is complete.</summary>
    [ZeroAllowed]
    public required Input<Count> Count { get; init; }

    /// <summary>Part of them in working order at a time.</summary>
    public required Input<Share> Availability { get; init; }

    /// <summary>Part of them that serves users; the rest trains or experiments.</summary>
    [ZeroAllowed]
    public required Input<Share> Inference { get; init; }
}

/// <summary>The right to use capacity.</summary>
public sealed record ContractSpec
{
    /// <summary>The other party.</summary>
    public required string Counterparty { get; init; }

    /// <summary>Form of the right.</summary>
    public required ContractForm Form { get; init; }

    /// <summary>First day.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>How long it runs from its start.</summary>
    public Input<Duration>? Term { get; init; }

    /// <summary>How long after its start notice can first be given; absent: at once.</summary>
    [ZeroAllowed]
    public Input<Duration>? MinimumTerm { get; init; }

    /// <summary>Notice after which the provider may withdraw the capacity; absent: it cannot.</summary>
    public Input<Duration>? Notice { get; init; }

    /// <summary>Notice on which the service itself may leave; absent: it cannot before the end.</summary>
    [FootprintOnly]
    public Input<Duration>? OwnNotice { get; init; }

    /// <summary>Price of one month at full ramp.</summary>
    public Input<Usd>? PricePerMonth { get; init; }

    /// <summary>Accelerators that the price of a month covers; absent: those of its sites.</summary>
    [FootprintOnly]
    public Input<Count>? Accelerators { get; init; }

    /// <summary>Which multiple of the prices is due from when on; before the first, and where absent: 1.</summary>
    [FootprintOnly]
    public IReadOnlyList<FeeStepSpec> FeeSteps { get; init; } = [];

    /// <summary>Price of an accelerator for each hour in which it is used; absent: none, or not known.</summary>
    [ZeroAllowed]
    public Input<Usd>? PricePerAcceleratorHour { get; init; }

    /// <summary>What is paid whether used or not; absent: not stated.</summary>
    public TakeOrPaySpec? TakeOrPay { get; init; }

    /// <summary>Price of an accelerator-hour beyond those that are covered; absent: that of the others.</summary>
    [FootprintOnly]
    public Input<Usd>? OveragePerAcceleratorHour { get; init; }

    /// <summary>Whether energy is <c>passed-through</c> or <c>included</c> in the fee; absent: the first.</summary>
    public PowerTerms Power { get; init; } = PowerTerms.PassedThrough;

    /// <summary>A total that is stated over some years.</summary>
    [FootprintOnly]
    public CommitmentSpec? Commitment { get; init; }
}
