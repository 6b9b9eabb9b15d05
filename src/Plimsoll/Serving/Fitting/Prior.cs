namespace Plimsoll.Serving.Fitting;

/// <summary>What is held of a parameter before any data: log-normal within hard bounds.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Centre">Median. Above zero.</param>
/// <param name="Factor">One standard deviation is this factor up or down. Above 1.</param>
/// <param name="Least">Least value. Above zero.</param>
/// <param name="Most">Largest value.</param>
public sealed record Prior(string Name, double Centre, double Factor, double Least, double Most);
