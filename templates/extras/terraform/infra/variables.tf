variable "region" {
  description = "Region to deploy to; without it, the one of AWS_REGION or the profile"
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of everything that is made here"
  type        = map(string)
  default     = {}
}
