namespace Plimsoll.Serving.Fitting;

/// <summary>What a fit had seen of the model that it is tried on.</summary>
internal enum ErrorKind
{
    /// <summary>The model, with others.</summary>
    InSample,

    /// <summary>All models but this one.</summary>
    LeftOut,

    /// <summary>Neither the fit nor who shaped it saw the model.</summary>
    HeldBack,
}
